// SPDX-License-Identifier: Apache-2.0
/**
 * The border to users' code.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.engine.internal;

import org.jspecify.annotations.NullMarked;
