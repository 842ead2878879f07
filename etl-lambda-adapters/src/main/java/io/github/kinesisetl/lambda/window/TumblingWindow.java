// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.window;

import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.store.StoreException;
import java.util.List;

/**
 * What the events of a tumbling window come to, over several invocations. Implementations are safe
 * for use by many threads; a fold is used by one.
 *
 * @param <I> the type of event
 * @param <O> the type of item that is written
 */
@FunctionalInterface
public interface TumblingWindow<I, O> {

  /**
   * Goes on where the invocation before ended. The same state and the same events give the same
   * fold, for after a failure a part of a batch is folded once more.
   *
   * @param window the window, with that state
   * @return a fold of it
   */
  Fold<I, O> resume(InvocationWindow window);

  /**
   * A window on its way. Its processor adds an event, and may let items pass at once.
   *
   * @param <I> the type of event
   * @param <O> the type of item that is written
   */
  interface Fold<I, O> extends Processor<I, O> {

    /**
     * What the next invocation goes on from.
     *
     * @return a JSON object, of at most {@link InvocationWindow#MAX_STATE_BYTES}; a larger one ends
     *     the window early
     */
    String state();

    /**
     * What the window came to, asked for when it ends.
     *
     * @return items to write; when a window ends early, what remains of it follows in another fold
     * @throws StoreException if something that is needed for it does not answer; Lambda then
     *     repeats the invocation
     */
    List<O> results();
  }
}
