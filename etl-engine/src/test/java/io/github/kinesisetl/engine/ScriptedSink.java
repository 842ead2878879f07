// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keeps what it is not told to refuse or fail. Safe for use by many threads. */
final class ScriptedSink<T> implements Sink<T> {

  private static final ItemOutcome STORED = new ItemOutcome.Stored();

  private final List<T> items = new ArrayList<>(); // guarded by this, as all else
  private Function<T, ItemOutcome> script = item -> STORED;
  private int failingWrites;
  private int storedOfFailing;

  /** A sink that stores everything. */
  ScriptedSink() {}

  /** From now on, items have the outcomes of a script. */
  synchronized void answer(Function<T, ItemOutcome> newScript) {
    script = newScript;
  }

  /** The next writes that are not empty store only their first items. */
  synchronized void failNext(int writes, int storedItems) {
    failingWrites = writes;
    storedOfFailing = storedItems;
  }

  @Override
  public synchronized WriteResult write(List<T> batch) {
    boolean failing = failingWrites > 0 && !batch.isEmpty();
    failingWrites -= failing ? 1 : 0;
    var outcomes = WriteResult.builder(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      ItemOutcome outcome =
          failing && i >= storedOfFailing
              ? new ItemOutcome.Failed("scripted")
              : script.apply(batch.get(i));
      outcomes.set(i, outcome);
      if (outcome instanceof ItemOutcome.Stored) {
        items.add(batch.get(i));
      }
    }
    return outcomes.build();
  }

  /** What was stored so far. */
  synchronized List<T> items() {
    return List.copyOf(items);
  }
}
