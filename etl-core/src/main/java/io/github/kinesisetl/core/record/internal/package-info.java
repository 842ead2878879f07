// SPDX-License-Identifier: Apache-2.0
/**
 * Keys as bytes, and the ranges of shards to look hash keys up in.
 *
 * <p>For this project's own modules only: what is public here may change or go in any release,
 * without notice.
 */
@NullMarked
package io.github.kinesisetl.core.record.internal;

import org.jspecify.annotations.NullMarked;
