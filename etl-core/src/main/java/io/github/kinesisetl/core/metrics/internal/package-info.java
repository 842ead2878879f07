// SPDX-License-Identifier: Apache-2.0
/**
 * Counts values and keys in fixed memory.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.core.metrics.internal;

import org.jspecify.annotations.NullMarked;
