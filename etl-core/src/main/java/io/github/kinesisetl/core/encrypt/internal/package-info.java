// SPDX-License-Identifier: Apache-2.0
/**
 * The form of encrypted frames, as far as it is told apart from others.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.core.encrypt.internal;

import org.jspecify.annotations.NullMarked;
