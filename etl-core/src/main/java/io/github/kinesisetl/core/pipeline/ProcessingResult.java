// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * What a {@link Processor} made of one event. Immutable if the event is.
 *
 * <p>Reasons name fields, rules and shapes; they never quote a payload, because they reach logs.
 *
 * @param <O> the type of event that comes out
 * @since 0.1.0
 */
public sealed interface ProcessingResult<O> {

  /**
   * The event goes on to the next stage.
   *
   * @param event what comes out
   * @param <O> its type
   */
  record Passed<O>(O event) implements ProcessingResult<O> {
    /** Checks that there is an event. */
    public Passed {
      requireNonNull(event, "event");
    }
  }

  /**
   * The event was dropped on purpose, and counts as done.
   *
   * @param reason the rule that dropped it
   * @param <O> the type of event that would have come out
   */
  record Filtered<O>(String reason) implements ProcessingResult<O> {
    /** Checks that there is a reason. */
    public Filtered {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The event can never succeed: it belongs to the dead letters, and the next one goes on.
   *
   * @param stage the stage that gave it up, such as {@code validate}
   * @param reason what was wrong, by field, rule and shape of the value
   * @param <O> the type of event that would have come out
   */
  record Rejected<O>(String stage, String reason) implements ProcessingResult<O> {
    /** Checks that stage and reason are there. */
    public Rejected {
      requireNonNull(stage, "stage");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The event may succeed later, for example when a service answers again: deliver it once more.
   *
   * @param stage the stage that failed
   * @param reason what failed
   * @param <O> the type of event that would have come out
   */
  record Failed<O>(String stage, String reason) implements ProcessingResult<O> {
    /** Checks that stage and reason are there. */
    public Failed {
      requireNonNull(stage, "stage");
      requireNonNull(reason, "reason");
    }
  }
}
