// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import java.time.Duration;

/**
 * How long a data key serves.
 *
 * @param maxAge how long
 * @param maxUses how many frames
 */
record KeyLimits(Duration maxAge, long maxUses) {}
