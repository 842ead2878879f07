// SPDX-License-Identifier: Apache-2.0
/**
 * Walks through whatever an entry is nested in, and shows each record where it lies.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.core.codec.internal;

import org.jspecify.annotations.NullMarked;
