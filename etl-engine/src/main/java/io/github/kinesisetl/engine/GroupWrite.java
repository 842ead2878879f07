// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.engine.internal.UserCode;
import io.github.kinesisetl.engine.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One write of results that belong to no single record. Used once, by one thread. */
final class GroupWrite<O> {

  private final EngineOptions<?, O> options;
  private final BatchFailures failures;
  private final TimeLeft time;
  private final DeadLetter place;
  private int refused;
  private @Nullable String refusal; // the first
  private @Nullable String failure; // the first

  GroupWrite(EngineOptions<?, O> options, BatchFailures failures, TimeLeft time, DeadLetter place) {
    this.options = options;
    this.failures = failures;
    this.time = time;
    this.place = place;
  }

  /** Writes results, or their letter; why it has to be done again. */
  Optional<String> write(Supplier<List<O>> results) {
    List<O> made;
    try {
      made = requireNonNull(results.get());
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (Throwable thrown) { // the border to users' code
      String reason = "what makes results threw " + UserCode.survived(thrown);
      return mayTryAgain(reason) ? Optional.of(reason) : bury(reason);
    }
    var output = new BatchOutput<O>(options.sink());
    made.forEach(result -> output.add(result, 0));
    output.write(new Results());
    if (failure != null) {
      return Optional.of(failure);
    }
    return refusal == null
        ? Optional.empty()
        : bury("%d of %d results are refused: %s".formatted(refused, made.size(), refusal));
  }

  private boolean mayTryAgain(String reason) {
    options.metrics().count(MetricNames.FAILURES_UNKNOWN, 1);
    failures.failed("group " + reason, reason);
    return failures.mayWriteAgain(place);
  }

  private Optional<String> bury(String reason) {
    options.metrics().count(MetricNames.FAILURES_PERMANENT, 1);
    options.metrics().count(MetricNames.DEAD_LETTERS, 1);
    failures.failed("group lost", "results are given up for a dead letter: " + reason);
    var letters = new BatchOutput<DeadLetter>(options.deadLetters());
    letters.add(
        new DeadLetter(place.stage(), reason, place.position(), place.record(), place.isCut()), 0);
    letters.write(new Letters(letters));
    letters.write(new Letters(null)); // one that was refused, in its shortest form
    return Optional.ofNullable(failure);
  }

  private void failed(String reason) {
    failure = failure == null ? reason : failure;
  }

  /** What became of results. */
  private final class Results implements BatchOutput.Outcomes<O> {
    @Override
    public void stored(String identity) {}

    @Override
    public void refused(O item, long unused, String identity, String reason) {
      refused++;
      refusal = refusal == null ? reason : refusal;
    }

    @Override
    public boolean mayWriteAgain(long unused, String thrown) {
      return mayTryAgain("the sink threw " + thrown) || isTimeOver();
    }

    @Override
    public boolean isTimeOver() {
      return time.isNear();
    }

    @Override
    public void failed(long unused, String reason) {
      options.metrics().count(MetricNames.FAILURES_SINK, 1);
      GroupWrite.this.failed(reason);
    }
  }

  /** What became of the letter: nothing must be lost, so without it all is done again. */
  private final class Letters implements BatchOutput.Outcomes<DeadLetter> {
    private final @Nullable BatchOutput<DeadLetter> again;

    Letters(@Nullable BatchOutput<DeadLetter> again) {
      this.again = again;
    }

    @Override
    public void stored(String identity) {}

    @Override
    public void refused(DeadLetter letter, long unused, String identity, String reason) {
      if (again == null) {
        failures.lost(reason);
        GroupWrite.this.failed(reason);
      } else {
        again.add(letter.shortest(), 0);
      }
    }

    @Override
    public boolean mayWriteAgain(long unused, String thrown) {
      return true;
    }

    @Override
    public boolean isTimeOver() {
      return time.isNear();
    }

    @Override
    public void failed(long unused, String reason) {
      GroupWrite.this.failed("the dead-letter sink failed: " + reason);
    }
  }
}
