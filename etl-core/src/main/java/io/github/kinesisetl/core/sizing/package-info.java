// SPDX-License-Identifier: Apache-2.0
/**
 * Planning: how many shards, which Lambda batch, what it costs. Pure functions over records; every
 * result says what binds it, how much headroom is left and what to do next.
 */
@NullMarked
package io.github.kinesisetl.core.sizing;

import org.jspecify.annotations.NullMarked;
