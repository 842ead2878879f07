// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;

/**
 * One stage: an event in, its fate out. An implementation must be safe for use by many threads
 * unless it says otherwise, and must not keep the event.
 *
 * @param <I> the type of event that goes in
 * @param <O> the type of event that comes out
 * @since 0.1.0
 */
@FunctionalInterface
public interface Processor<I, O> {

  /**
   * Works on one event.
   *
   * @param event the event
   * @return its fate; failures are results, not exceptions
   */
  ProcessingResult<O> process(I event);

  /**
   * Chains another stage behind this one; it sees only what passed here.
   *
   * @param next the stage behind
   * @param <P> the type of event that comes out of it
   * @return both stages as one
   */
  default <P> Processor<I, P> then(Processor<? super O, P> next) {
    return event -> {
      ProcessingResult<O> result = process(event);
      if (result instanceof Passed<O> passed) {
        return next.process(passed.event());
      }
      return withoutEvent(result);
    };
  }

  private static <O, P> ProcessingResult<P> withoutEvent(ProcessingResult<O> result) {
    if (result instanceof ProcessingResult.Filtered<O> filtered) {
      return new ProcessingResult.Filtered<>(filtered.reason());
    }
    if (result instanceof ProcessingResult.Rejected<O> rejected) {
      return new ProcessingResult.Rejected<>(rejected.stage(), rejected.reason());
    }
    if (result instanceof ProcessingResult.Failed<O> failed) {
      return new ProcessingResult.Failed<>(failed.stage(), failed.reason());
    }
    throw new IllegalStateException("a passed event has no result without event");
  }
}
