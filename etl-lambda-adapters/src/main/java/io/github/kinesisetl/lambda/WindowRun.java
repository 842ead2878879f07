// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.lambda.TumblingWindow.Fold;
import io.github.kinesisetl.lambda.event.EntryBatch;
import io.github.kinesisetl.lambda.event.InvocationWindow;
import io.github.kinesisetl.lambda.idempotency.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The state that an invocation of a tumbling window returns. Used once. */
final class WindowRun<I, O> {

  private final Stages<I, O> stages;
  private final InvocationWindow window;
  private final TumblingWindow<I, O> folds;
  private final Fold<I, O> fold;

  WindowRun(Stages<I, O> stages, InvocationWindow window, TumblingWindow<I, O> folds) {
    this.stages = stages;
    this.window = window;
    this.folds = folds;
    this.fold = folds.resume(window);
  }

  Fold<I, O> fold() {
    return fold;
  }

  /**
   * Ends the invocation.
   *
   * @param firstUnfinished entries from here on come again, so they must not be in the state
   * @throws IOException if the window's results could not be written; Lambda then repeats all of it
   */
  String end(EntryBatch entries, int firstUnfinished) throws IOException {
    Fold<I, O> done = fold;
    if (firstUnfinished < entries.size()) {
      done = folds.resume(window);
      refold(done, entries, firstUnfinished);
    }
    String state = done.state();
    boolean tooLarge =
        state.getBytes(StandardCharsets.UTF_8).length > InvocationWindow.MAX_STATE_BYTES;
    boolean ends = window.last() && firstUnfinished >= entries.size();
    if (ends || tooLarge) {
      write(done);
      return InvocationWindow.NO_STATE;
    }
    return state;
  }

  private void write(Fold<I, O> done) throws IOException {
    List<O> results;
    try {
      results = done.results();
    } catch (StoreException e) {
      throw new IOException("what the window came to cannot be told: " + e.getMessage(), e);
    }
    WriteResult result = stages.sink().write(results);
    if (!(result instanceof WriteResult.Complete)) {
      throw new IOException("what the window came to could not be written");
    }
  }

  private void refold(Fold<I, O> done, EntryBatch entries, int firstUnfinished) {
    try (RecordReader reader = stages.newReader()) {
      var walk = reader.walk();
      var stored = new BatchEntry(entries);
      var again = new Again(done, new ReceivedRecord(entries));
      for (int entry = 0; entry < firstUnfinished; entry++) {
        again.entry = entry;
        boolean unused = entries.defect(entry) == null && walk.visit(stored.moveTo(entry), again);
      }
    }
  }

  /** Adds records to a fold once more; what became of them is known. */
  private final class Again implements RecordVisitor {
    private final Fold<I, O> done;
    private final ReceivedRecord record;
    private int entry;

    Again(Fold<I, O> done, ReceivedRecord record) {
      this.done = done;
      this.record = record;
    }

    @Override
    public boolean opened(RecordView view) {
      try {
        I event = stages.decoder().decode(record.pointTo(entry, view));
        ProcessingResult<O> unused = done.process(event);
      } catch (DecodeException | RuntimeException e) {
        return true; // it is a dead letter by now
      }
      return true;
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      return true;
    }
  }
}
