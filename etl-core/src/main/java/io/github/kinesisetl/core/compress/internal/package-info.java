// SPDX-License-Identifier: Apache-2.0
/**
 * What frames are decompressed into.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.core.compress.internal;

import org.jspecify.annotations.NullMarked;
