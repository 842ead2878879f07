// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.internal.UserCode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The records of one lane of a batch on their way through the stages, in order. Used by one thread;
 * what it found is read by another after that one has ended.
 *
 * <p>Two ways to fail: without a memory of what is done, the first failure that may pass stops the
 * lane, so that nothing behind it is done twice; with one, it stops its partition key, and the
 * others go on.
 */
final class LaneRun<I, O> {

  /** Items that are gathered before they are written, to bound memory. */
  static final int MAX_GATHERED_ITEMS = 2_000;

  /** Characters of a letter's reason that are kept: users' code may give one of any length. */
  private static final int MAX_REASON = 2_000;

  private final EngineOptions<I, O> options;
  private final Processor<I, O> processor;
  private final BatchContext batch;
  private final EtlMetrics metrics;
  private final BatchOutput<O> results;
  private final BatchOutput<DeadLetter> letters;
  private final RefusedResults refused = new RefusedResults(this::buryRefused);
  private final Set<String> blockedKeys = new HashSet<>();
  private long firstUnfinished = Place.NONE;
  private boolean stopped;
  private long done;
  private long undecoded;

  LaneRun(EngineOptions<I, O> options, Processor<I, O> processor, BatchContext batch) {
    this.options = options;
    this.processor = processor;
    this.batch = batch;
    this.metrics = options.metrics();
    this.results = new BatchOutput<>(options.sink());
    this.letters = new BatchOutput<>(options.deadLetters());
  }

  /** The place of the first record that is not done, or {@link Place#NONE}. */
  long firstUnfinished() {
    return firstUnfinished;
  }

  /** Records that were worked on to their end, whatever became of them. */
  long doneRecords() {
    return done;
  }

  /** Records that could not be opened or decoded, or are against the schema. */
  long undecodedRecords() {
    return undecoded;
  }

  boolean hasStopped() {
    return stopped;
  }

  /** Gives up from a place on. */
  void stopAt(long place) {
    unfinished(place);
    stopped = true;
  }

  /** What is gathered now, to go back to if the entry that follows is not finished. */
  int gatheredResults() {
    return results.size();
  }

  int gatheredLetters() {
    return letters.size();
  }

  void forgetBehind(int gatheredResults, int gatheredLetters) {
    results.truncate(gatheredResults);
    letters.truncate(gatheredLetters);
  }

  /** Works on a record; false if the lane has stopped. */
  boolean take(ReceivedRecord record) {
    if (batch.done().areRemembered()) {
      return takeUnlessDone(record);
    }
    if (!finish(record, "")) {
      stopAt(record.place());
      return false;
    }
    done++;
    return true;
  }

  /** Makes a dead letter of a record that could not be opened, unless it is one already. */
  void takeUnreadable(ReceivedRecord record, String reason) {
    String identity = batch.done().areRemembered() ? record.identity() : "";
    if (isElsewhere(record)) {
      unfinished(record.place());
    } else if (isDoneElsewhere(record)) {
      metrics.count(MetricNames.RECORDS_SKIPPED, 1);
    } else if (identity.isEmpty() || batch.done().begin(identity)) {
      undecoded++;
      bury(record, "read", reason, identity);
    }
  }

  /** Writes what was gathered, if it is much. */
  void writeIfMany() {
    if (results.size() + letters.size() >= MAX_GATHERED_ITEMS) {
      write();
    }
  }

  /** Writes what was gathered. */
  void write() {
    batch.time().measure(this::writeAll);
  }

  private void writeAll() {
    results.write(new ResultOutcomes());
    long unread = refused.giveOut(batch.walk());
    if (unread != Place.NONE) {
      batch.failures().failed("read", "an entry whose results are refused cannot be opened now");
      stopAt(unread);
    }
    metrics.count(MetricNames.DEAD_LETTERS, letters.size());
    letters.write(new LetterOutcomes(false));
    if (letters.size() > 0) { // those that were refused, in their shortest form
      letters.write(new LetterOutcomes(true));
    }
  }

  private boolean takeUnlessDone(ReceivedRecord record) {
    String key = record.partitionKey();
    String identity = record.identity();
    if (isElsewhere(record)) {
      blockedKeys.add(key); // what follows must not overtake it
    }
    if (blockedKeys.contains(key)) {
      unfinished(record.place());
    } else if (isDoneElsewhere(record) || !batch.done().begin(identity)) {
      metrics.count(MetricNames.RECORDS_SKIPPED, 1);
    } else if (finish(record, identity)) {
      done++;
      writeIfMany();
    } else {
      blockedKeys.add(key);
      unfinished(record.place());
    }
    return !stopped;
  }

  private boolean isElsewhere(ReceivedRecord record) {
    return batch.done().marks().isElsewhere(Place.entry(record.place()));
  }

  private boolean isDoneElsewhere(ReceivedRecord record) {
    return batch.done().marks().isDone(Place.entry(record.place()));
  }

  private boolean finish(ReceivedRecord record, String identity) {
    ProcessingResult<O> result;
    try {
      result = requireNonNull(processor.process(options.decoder().decode(record)));
    } catch (DecodeException e) {
      undecoded++;
      return bury(record, e.stage().name().toLowerCase(Locale.ROOT), e.reason(), identity);
    } catch (Throwable thrown) { // the border to users' code
      return finishUnknown(record, UserCode.survived(thrown), identity);
    }
    if (result instanceof Passed<O> passed) {
      add(results, passed.event(), record, identity);
    } else if (result instanceof Rejected<O> rejected) {
      return bury(record, rejected.stage(), rejected.reason(), identity);
    } else if (result instanceof Failed<O> failed) {
      metrics.count(MetricNames.FAILURES_TRANSIENT, 1);
      batch
          .failures()
          .failed(
              failed.stage(), failed.stage() + " failed and will be repeated: " + failed.reason());
      return false;
    } else {
      done(identity);
    }
    return true;
  }

  /** Nobody knows whether it may pass: so a few times, and not for ever. */
  private boolean finishUnknown(ReceivedRecord record, String thrown, String identity) {
    metrics.count(MetricNames.FAILURES_UNKNOWN, 1);
    String reason = "the stage threw " + thrown;
    batch.failures().failed(thrown, reason);
    if (batch.failures().mayTryAgain(record)) {
      return false;
    }
    return bury(record, "process", reason, identity);
  }

  private boolean bury(ReceivedRecord record, String stage, String reason, String identity) {
    metrics.count(MetricNames.FAILURES_PERMANENT, 1);
    String bounded = reason.substring(0, Math.min(MAX_REASON, reason.length()));
    var letter = new DeadLetter(stage, bounded, record.position(), record.record());
    add(letters, letter, record, identity);
    return true;
  }

  private void buryRefused(ReceivedRecord record, String reason) {
    boolean unused =
        bury(record, "write", reason, batch.done().areRemembered() ? record.identity() : "");
  }

  private <T> void add(BatchOutput<T> output, T item, ReceivedRecord record, String identity) {
    if (identity.isEmpty()) {
      output.add(item, record.place());
    } else {
      output.add(item, record.place(), identity);
    }
  }

  private void done(String identity) {
    if (!identity.isEmpty()) {
      batch.done().add(identity);
    }
  }

  private void unfinished(long place) {
    firstUnfinished = Math.min(firstUnfinished, place);
  }

  /** What became of results: what the sink can never store belongs to the dead letters. */
  private final class ResultOutcomes implements BatchOutput.Outcomes<O> {
    @Override
    public void stored(String identity) {
      done(identity);
    }

    @Override
    public void refused(O item, long place, String identity, String reason) {
      refused.add(place, reason);
    }

    @Override
    public boolean mayWriteAgain(long firstPlace, String thrown) {
      metrics.count(MetricNames.FAILURES_UNKNOWN, 1);
      batch.failures().failed("sink " + thrown, "the sink threw " + thrown);
      return isTimeOver() || batch.failures().mayWriteAgain(batch.entries(), firstPlace);
    }

    @Override
    public boolean isTimeOver() {
      return batch.time().isNear();
    }

    @Override
    public void failed(long place, String reason) {
      metrics.count(MetricNames.FAILURES_SINK, 1);
      batch.failures().failed("sink", "the sink failed and the rest will be repeated: " + reason);
      stopAt(place);
    }
  }

  /**
   * What became of dead letters. One that is refused goes once more in a form that fits everywhere;
   * where not even that is taken, nothing must be lost, so the record is not done.
   */
  private final class LetterOutcomes implements BatchOutput.Outcomes<DeadLetter> {
    private final boolean areShortest;

    LetterOutcomes(boolean areShortest) {
      this.areShortest = areShortest;
    }

    @Override
    public void stored(String identity) {
      done(identity);
    }

    @Override
    public void refused(DeadLetter letter, long place, String identity, String reason) {
      if (areShortest) {
        batch.failures().lost(reason);
        stopAt(place);
      } else {
        batch
            .failures()
            .failed(
                "dead letters cut", "a dead letter is cut, since the sink refuses it: " + reason);
        letters.add(letter.shortest(), place, identity);
      }
    }

    @Override
    public boolean mayWriteAgain(long firstPlace, String thrown) {
      return true; // what cannot be buried is not given up
    }

    @Override
    public boolean isTimeOver() {
      return batch.time().isNear();
    }

    @Override
    public void failed(long place, String reason) {
      batch.failures().failed("dead letters", "the dead-letter sink failed: " + reason);
      stopAt(place);
    }
  }
}
