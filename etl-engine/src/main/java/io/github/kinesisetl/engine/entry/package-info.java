// SPDX-License-Identifier: Apache-2.0
/**
 * The entries of a batch, whoever delivered them, and the records in them, one after the other out
 * of their frames and aggregates. Begin with {@link io.github.kinesisetl.engine.entry.EntryBatch}
 * and {@link io.github.kinesisetl.engine.entry.EntryWalk}.
 */
@NullMarked
package io.github.kinesisetl.engine.entry;

import org.jspecify.annotations.NullMarked;
