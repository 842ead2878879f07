// SPDX-License-Identifier: Apache-2.0
/**
 * Reads aggregates without making objects, and knows their forms byte by byte.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.core.aggregate.internal;

import org.jspecify.annotations.NullMarked;
