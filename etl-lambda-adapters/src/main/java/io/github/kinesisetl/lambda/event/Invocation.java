// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import org.jspecify.annotations.Nullable;

/**
 * What one invocation delivers.
 *
 * @param entries its entries
 * @param window the tumbling window that it belongs to, or null if the mapping has none
 */
public record Invocation(EntryBatch entries, @Nullable InvocationWindow window) {}
