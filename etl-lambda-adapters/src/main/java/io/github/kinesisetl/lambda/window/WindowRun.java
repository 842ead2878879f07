// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.window;

import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.internal.UserCode;
import io.github.kinesisetl.lambda.window.TumblingWindow.Fold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state that an invocation of a tumbling window returns. Used once.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public final class WindowRun<I, O> {

  private final EngineOptions<I, O> options;
  private final InvocationWindow window;
  private final TumblingWindow<I, O> folds;
  private final Fold<I, O> fold;

  /**
   * A run.
   *
   * @param options the handler's
   * @param window the window that the invocation belongs to
   * @param folds what its events come to
   */
  public WindowRun(
      EngineOptions<I, O> options, InvocationWindow window, TumblingWindow<I, O> folds) {
    this.options = options;
    this.window = window;
    this.folds = folds;
    this.fold = folds.resume(window);
  }

  /**
   * What adds the invocation's events to the window.
   *
   * @return the fold
   */
  public Fold<I, O> fold() {
    return fold;
  }

  /**
   * Ends the invocation.
   *
   * @param entries the batch
   * @param outcome what is done of it: unfinished entries come again, so they must not be in the
   *     state
   * @param writer writes the window's results, if it ends
   * @return the state
   * @throws IOException if the window's results could not be written; Lambda then repeats all of it
   */
  public String end(EntryBatch entries, BatchOutcome outcome, ResultWriter<O> writer)
      throws IOException {
    Fold<I, O> done = fold;
    int firstUnfinished = firstUnfinished(entries, outcome);
    if (firstUnfinished < entries.size()) {
      done = folds.resume(window);
      refold(done, entries, firstUnfinished);
    }
    String state = done.state();
    boolean tooLarge =
        state.getBytes(StandardCharsets.UTF_8).length > InvocationWindow.MAX_STATE_BYTES;
    boolean ends = window.last() && firstUnfinished >= entries.size();
    if (ends || tooLarge) {
      Optional<String> failure = writer.write(done::results, letter(entries, state));
      if (failure.isPresent()) {
        throw new IOException("what the window came to could not be written: " + failure.get());
      }
      return InvocationWindow.NO_STATE;
    }
    return state;
  }

  /** What is left of a window whose results nobody takes: its state, which is nothing to replay. */
  private DeadLetter letter(EntryBatch entries, String state) {
    String shardId = entries.size() == 0 ? "" : entries.shardId(0);
    String last = entries.size() == 0 ? "" : entries.sequenceNumber(entries.size() - 1);
    return new DeadLetter(
        "window",
        "",
        new RecordPosition(shardId, last, 0),
        EventRecord.of("window " + window.start(), state.getBytes(StandardCharsets.UTF_8)),
        true);
  }

  /** The first entry that comes again: the first with the sequence number that is reported. */
  private static int firstUnfinished(EntryBatch entries, BatchOutcome outcome) {
    if (outcome instanceof BatchOutcome.Unfinished unfinished) {
      String sequenceNumber = unfinished.retryFrom().sequenceNumber();
      int first = 0;
      while (!entries.sequenceNumber(first).equals(sequenceNumber)) {
        first++;
      }
      return first;
    }
    return entries.size();
  }

  private void refold(Fold<I, O> done, EntryBatch entries, int firstUnfinished) {
    try (RecordReader reader = options.reader().newReader()) {
      var walk = new EntryWalk(reader, entries);
      var again = new Again(done);
      for (int entry = 0; entry < firstUnfinished; entry++) {
        boolean unused = walk.visit(entry, again);
      }
    }
  }

  /** Adds records to a fold once more; what became of them is known. */
  private final class Again implements EntryWalk.Visitor {
    private final Fold<I, O> done;

    Again(Fold<I, O> done) {
      this.done = done;
    }

    @Override
    public boolean opened(ReceivedRecord record) {
      try {
        ProcessingResult<O> unused = done.process(options.decoder().decode(record));
      } catch (Throwable thrown) { // the border to users' code: it is a dead letter by now
        String unused = UserCode.survived(thrown);
      }
      return true;
    }

    @Override
    public boolean unreadable(ReceivedRecord record, String reason) {
      return true;
    }
  }

  /**
   * Writes what a window came to.
   *
   * @param <O> the type of item that is written
   */
  @FunctionalInterface
  public interface ResultWriter<O> {

    /**
     * Writes results, or in the end the letter in their place.
     *
     * @param results makes them
     * @param letter what takes their place, without a reason
     * @return why it has to be done again; empty if it is done
     */
    Optional<String> write(Supplier<List<O>> results, DeadLetter letter);
  }
}
