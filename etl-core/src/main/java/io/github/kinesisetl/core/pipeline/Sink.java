// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import java.util.List;

/**
 * Where a pipeline's output goes. Implementations are safe for use by many threads.
 *
 * @param <T> the type of item
 * @since 0.1.0
 */
@FunctionalInterface
public interface Sink<T> {

  /**
   * Stores items in their order, and returns only when it is known what became of each. A sink
   * whose readers care for the order of a key stores nothing of that key behind an item that
   * failed: what failed comes again later.
   *
   * @param items what to store; may be empty
   * @return an outcome an item; a failure is a result, not an exception
   */
  WriteResult write(List<T> items);
}
