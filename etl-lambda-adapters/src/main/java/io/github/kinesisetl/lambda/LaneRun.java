// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Processor;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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

  private final Stages<I, O> stages;
  private final Processor<I, O> processor;
  private final BatchContext batch;
  private final EtlMetrics metrics;
  private final BatchOutput<O> results;
  private final BatchOutput<DeadLetter> letters;
  private final Set<String> blockedKeys = new HashSet<>();
  private int firstUnfinished = BatchContext.ALL_DONE;
  private boolean stopped;
  private long done;
  private long undecoded;

  LaneRun(Stages<I, O> stages, Processor<I, O> processor, BatchContext batch) {
    this.stages = stages;
    this.processor = processor;
    this.batch = batch;
    this.metrics = stages.metrics();
    this.results = new BatchOutput<>(stages.sink());
    this.letters = new BatchOutput<>(stages.deadLetters());
  }

  /** The first entry of which something is not done, or {@link BatchContext#ALL_DONE}. */
  int firstUnfinished() {
    return firstUnfinished;
  }

  /** Its records; how many were read, only the one knows who opened the entries. */
  RecordTally tally() {
    return new RecordTally(0, done, undecoded);
  }

  boolean hasStopped() {
    return stopped;
  }

  /** Gives up from an entry on. */
  void stopAt(int entry) {
    unfinished(entry);
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
    if (batch.remembers()) {
      return takeUnlessDone(record);
    }
    if (!finish(record, "")) {
      stopAt(record.entry());
      return false;
    }
    done++;
    return true;
  }

  /** Makes a dead letter of a record that could not be opened. */
  void buryUnread(ReceivedRecord record, String reason) {
    undecoded++;
    bury(record, "read", reason);
  }

  private void bury(ReceivedRecord record, String stage, String reason) {
    bury(record, stage, reason, batch.remembers() ? record.identity() : "");
  }

  /** Writes what was gathered, if it is much. */
  void writeIfMany() {
    if (results.size() + letters.size() >= MAX_GATHERED_ITEMS) {
      write();
    }
  }

  /** Writes what was gathered. */
  void write() {
    long before = System.nanoTime();
    results.write(new ResultFates());
    metrics.count(MetricNames.DEAD_LETTERS, letters.size());
    letters.write(new LetterFates());
    batch.margin().wrote(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
  }

  private boolean takeUnlessDone(ReceivedRecord record) {
    String key = record.partitionKey();
    String identity = record.identity();
    if (blockedKeys.contains(key)) {
      unfinished(record.entry());
    } else if (!batch.begin(identity)) {
      metrics.count(MetricNames.RECORDS_SKIPPED, 1);
    } else if (finish(record, identity)) {
      done++;
      writeIfMany();
    } else {
      blockedKeys.add(key);
      unfinished(record.entry());
    }
    return !stopped;
  }

  private boolean finish(ReceivedRecord record, String identity) {
    ProcessingResult<O> result;
    try {
      result = processor.process(stages.decoder().decode(record));
    } catch (DecodeException e) {
      undecoded++;
      return bury(record, e.stage().name().toLowerCase(Locale.ROOT), e.reason(), identity);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      // The border to the user's code: one record must not take its batch, or the shard, with it.
      return finishUnknown(record, e.getClass().getName(), identity);
    }
    if (result instanceof Passed<O> passed) {
      add(results, passed.event(), record, identity);
    } else if (result instanceof Rejected<O> rejected) {
      return bury(record, rejected.stage(), rejected.reason(), identity);
    } else if (result instanceof Failed<O> failed) {
      metrics.count(MetricNames.FAILURES_TRANSIENT, 1);
      batch.failed(
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
    batch.failed(thrown, reason);
    if (batch.mayTryAgain(record)) {
      return false;
    }
    return bury(record, "process", reason, identity);
  }

  private boolean bury(ReceivedRecord record, String stage, String reason, String identity) {
    metrics.count(MetricNames.FAILURES_PERMANENT, 1);
    var letter = new DeadLetter(stage, reason, record.position(), record.record());
    add(letters, letter, record, identity);
    return true;
  }

  private <T> void add(BatchOutput<T> output, T item, ReceivedRecord record, String identity) {
    if (identity.isEmpty()) {
      output.add(item, record.entry(), record.sub());
    } else {
      output.add(item, record.entry(), record.sub(), identity);
    }
  }

  private void done(String identity) {
    if (!identity.isEmpty()) {
      batch.done(identity);
    }
  }

  private void unfinished(int entry) {
    firstUnfinished = Math.min(firstUnfinished, entry);
  }

  /** What became of results: what the sink can never store belongs to the dead letters. */
  private final class ResultFates implements BatchOutput.Fates<O> {
    @Override
    public void stored(int entry, String identity) {
      done(identity);
    }

    @Override
    public void refused(int entry, int sub, String reason) {
      ReceivedRecord record = batch.find(entry, sub);
      bury(record, "write", reason);
    }

    @Override
    public void failed(int entry, String reason) {
      metrics.count(MetricNames.FAILURES_SINK, 1);
      batch.failed("sink", "the sink failed and the rest will be repeated: " + reason);
      stopAt(entry);
    }
  }

  /** What became of dead letters: what they refuse must not be lost, so it is not done. */
  private final class LetterFates implements BatchOutput.Fates<DeadLetter> {
    @Override
    public void stored(int entry, String identity) {
      done(identity);
    }

    @Override
    public void refused(int entry, int sub, String reason) {
      batch.lost(reason);
      stopAt(entry);
    }

    @Override
    public void failed(int entry, String reason) {
      batch.failed("dead letters", "the dead-letter sink failed: " + reason);
      stopAt(entry);
    }
  }
}
