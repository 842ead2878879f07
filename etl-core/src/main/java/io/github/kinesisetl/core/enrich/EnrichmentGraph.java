// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.Processor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Named enrichers, one after the other in the order given: one event in, exactly one result out.
 *
 * <p>Events are enriched in place. One that becomes a dead letter halfway keeps the fields of the
 * steps before, so whoever stores dead letters must keep the original bytes. Safe for use by many
 * threads, as every enricher is.
 *
 * <p>A step's deadline is passed to it and enforced by nobody else: there is no thread here to
 * interrupt it. What is built in computes in memory within about a millisecond and does not look at
 * it; a {@link Lookup} that calls out must. Once the deadline of the whole event has passed, the
 * steps left are not begun and count as failed.
 *
 * @since 0.1.0
 */
public final class EnrichmentGraph implements Processor<ObjectNode, ObjectNode> {
  private final List<Step> steps;
  private final @Nullable Duration timeout;
  private final @Nullable LongSupplier ticker;

  private EnrichmentGraph(Builder builder) {
    this.steps = List.copyOf(builder.steps);
    this.timeout = builder.timeout;
    this.ticker = builder.ticker;
  }

  /**
   * A graph without steps, deadline and clock.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ProcessingResult<ObjectNode> process(ObjectNode event) {
    Deadline deadline =
        timeout != null && ticker != null ? Deadline.in(timeout, ticker) : Deadline.none();
    for (Step step : steps) {
      Enrichment enrichment =
          deadline.hasPassed()
              ? new Enrichment.Failed("the event's deadline had passed")
              : step.enricher().enrich(event, deadline);
      ProcessingResult<ObjectNode> end = end(step, enrichment, event);
      if (end != null) {
        return end;
      }
    }
    return new ProcessingResult.Passed<>(event);
  }

  private static @Nullable ProcessingResult<ObjectNode> end(
      Step step, Enrichment enrichment, ObjectNode event) {
    if (enrichment instanceof Enrichment.Missing missing) {
      return apply(step, step.onMissing(), missing.reason(), event);
    }
    if (enrichment instanceof Enrichment.Failed failed) {
      return apply(step, step.onFailed(), failed.reason(), event);
    }
    return null;
  }

  private static @Nullable ProcessingResult<ObjectNode> apply(
      Step step, StepPolicy policy, String reason, ObjectNode event) {
    String stage = "enrich:" + step.name();
    if (policy instanceof Put put) {
      boolean written = put.field().put(event, put.value().deepCopy());
      return written ? null : new ProcessingResult.Rejected<>(stage, put.field().blocked());
    }
    if (policy == StepPolicy.Fixed.DEAD_LETTER) {
      return new ProcessingResult.Rejected<>(stage, reason);
    }
    return policy == StepPolicy.Fixed.RETRY ? new ProcessingResult.Failed<>(stage, reason) : null;
  }

  private record Step(String name, Enricher enricher, StepPolicy onMissing, StepPolicy onFailed) {}

  /** Collects steps in their order. Not safe for use by several threads. */
  public static final class Builder {
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Duration timeout;
    private @Nullable LongSupplier ticker;

    private Builder() {}

    /**
     * Adds a step that is skipped when there is nothing to add, and makes a dead letter when it
     * fails.
     *
     * @param name names the step in results; unique here
     * @param enricher the step
     * @return this builder
     */
    public Builder step(String name, Enricher enricher) {
      return step(name, enricher, StepPolicy.skip(), StepPolicy.deadLetter());
    }

    /**
     * Adds a step.
     *
     * @param name names the step in results: letters, digits, {@code -}, {@code _}; unique here
     * @param enricher the step
     * @param onMissing what happens when there is nothing to add
     * @param onFailed what happens when the step could not find out
     * @return this builder
     */
    public Builder step(String name, Enricher enricher, StepPolicy onMissing, StepPolicy onFailed) {
      if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
        throw new IllegalArgumentException(
            "name must be 1 to 64 letters, digits, - or _, but is '%s'".formatted(name));
      }
      if (steps.stream().anyMatch(step -> step.name().equals(name))) {
        throw new IllegalArgumentException(
            "name must be unique, but '%s' is taken".formatted(name));
      }
      steps.add(
          new Step(
              name,
              requireNonNull(enricher, "enricher"),
              requireNonNull(onMissing, "onMissing"),
              requireNonNull(onFailed, "onFailed")));
      return this;
    }

    /**
     * Gives each event a deadline.
     *
     * @param timeout more than 0, for all steps of one event together
     * @param ticker nanoseconds of a clock that never goes back, such as {@code System::nanoTime}
     * @return this builder
     */
    public Builder timeout(Duration timeout, LongSupplier ticker) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be more than 0, but is " + timeout);
      }
      this.timeout = timeout;
      this.ticker = requireNonNull(ticker, "ticker");
      return this;
    }

    /**
     * Freezes the graph.
     *
     * @return the graph
     */
    public EnrichmentGraph build() {
      return new EnrichmentGraph(this);
    }
  }
}
