// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.lambda.BatchOutput.Origin;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of one shard through the stages, in order. Safe for use by many threads, a batch
 * each.
 *
 * <p>What can never succeed becomes a dead letter and counts as done. The first transient failure,
 * or a near deadline, ends the batch: what was finished before is written, and the first unfinished
 * entry is the position to begin again from. An entry counts as done only when all that came of it
 * is stored.
 */
final class BatchEngine<I, O> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BatchEngine.class);

  /** Items that are gathered before they are written, to bound memory. */
  private static final int MAX_GATHERED_ITEMS = 2_000;

  private final Stages<I, O> stages;
  private final RecordReader reader;
  private final EtlMetrics metrics;

  BatchEngine(Stages<I, O> stages) {
    this.stages = stages;
    this.reader = RecordReader.withLimits(stages.readerLimits());
    this.metrics = stages.metrics();
  }

  BatchOutcome run(List<ReceivedEntry> entries, BooleanSupplier deadlineIsNear) {
    var run = new Run();
    int done = 0;
    while (done < entries.size() && !deadlineIsNear.getAsBoolean()) {
      if (!run.finish(entries.get(done), done)) {
        break;
      }
      done++;
      if (run.gatheredItems() >= MAX_GATHERED_ITEMS && !run.write()) {
        break;
      }
    }
    boolean unused = run.write();
    int retryFrom = Math.min(done, run.firstMissing);
    metrics.count(MetricNames.RECORDS_DONE, run.records);
    if (retryFrom >= entries.size()) {
      return BatchOutcome.DONE;
    }
    metrics.count(MetricNames.BATCH_ITEM_FAILURES, 1);
    log.info("asking for a retry from entry {} of {}", retryFrom, entries.size());
    return BatchOutcome.retryFrom(entries.get(retryFrom).sequenceNumber());
  }

  @Override
  public void close() {
    reader.close();
  }

  /** One batch on its way. */
  private final class Run {
    private final BatchOutput<O> results = new BatchOutput<>(stages.sink());
    private final BatchOutput<DeadLetter> letters = new BatchOutput<>(stages.deadLetters());
    private int firstMissing = BatchOutput.ALL_STORED;
    private long records;

    int gatheredItems() {
      return results.size() + letters.size();
    }

    /** Works on all records of an entry; false if it must come again. */
    boolean finish(ReceivedEntry entry, int index) {
      int resultsBefore = results.size();
      int lettersBefore = letters.size();
      if (entry.defect() != null) {
        var origin = new Origin(index, entry.position(0), entry.record());
        letters.add(
            new DeadLetter("read", entry.defect(), origin.position(), entry.record()), origin);
        return true;
      }
      List<ReadResult> found = reader.read(entry.record());
      metrics.count(MetricNames.RECORDS_READ, found.size());
      for (int sub = 0; sub < found.size(); sub++) {
        if (!finish(found.get(sub), entry.position(sub), index)) {
          results.truncate(resultsBefore);
          letters.truncate(lettersBefore);
          return false;
        }
      }
      records += found.size();
      return true;
    }

    /** Writes what was gathered; false if not all of it is stored. */
    boolean write() {
      firstMissing = Math.min(firstMissing, results.write(this::bury));
      metrics.count(MetricNames.DEAD_LETTERS, letters.size());
      firstMissing = Math.min(firstMissing, letters.write(this::insist));
      return firstMissing == BatchOutput.ALL_STORED;
    }

    /** What the sink can never store belongs to the dead letters. */
    private int bury(Origin origin, String reason) {
      letters.add(new DeadLetter("write", reason, origin.position(), origin.record()), origin);
      return BatchOutput.ALL_STORED;
    }

    /** What the dead letters refuse must not be lost, so its entry is not done. */
    private int insist(Origin origin, String reason) {
      log.error("the dead-letter sink refuses a record for good: {}", reason);
      return origin.entryIndex();
    }

    private boolean finish(ReadResult found, RecordPosition position, int index) {
      var origin = new Origin(index, position, found.record());
      if (found instanceof Malformed malformed) {
        String reason = malformed.cause().reason() + ": " + malformed.cause().getMessage();
        return isBuried("read", reason, origin);
      }
      try {
        return finish(process(stages.decoder().decode(origin.record(), position)), origin);
      } catch (DecodeException e) {
        return isBuried(e.stage().name().toLowerCase(Locale.ROOT), e.reason(), origin);
      }
    }

    private boolean finish(ProcessingResult<O> result, Origin origin) {
      if (result instanceof Passed<O> passed) {
        results.add(passed.event(), origin);
      } else if (result instanceof Rejected<O> rejected) {
        return isBuried(rejected.stage(), rejected.reason(), origin);
      } else if (result instanceof Failed<O> failed) {
        log.warn("{} failed and will be repeated: {}", failed.stage(), failed.reason());
        return false;
      }
      return true;
    }

    private boolean isBuried(String stage, String reason, Origin origin) {
      letters.add(new DeadLetter(stage, reason, origin.position(), origin.record()), origin);
      return true;
    }

    /** A processor must not throw; for one that does, the record is kept as a dead letter. */
    private ProcessingResult<O> process(I event) {
      try {
        return stages.processor().process(event);
      } catch (RuntimeException e) {
        return new Rejected<>("process", "the processor threw " + e.getClass().getName());
      }
    }
  }
}
