// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import java.util.List;

/**
 * Where a pipeline's output goes. Implementations are safe for use by many threads.
 *
 * @param <T> the type of item
 */
@FunctionalInterface
public interface Sink<T> {

  /**
   * Stores items in their order, and returns only when their fate is known.
   *
   * @param items what to store; may be empty
   * @return whether all are stored, or how many; a failure is a result, not an exception
   */
  WriteResult write(List<T> items);
}
