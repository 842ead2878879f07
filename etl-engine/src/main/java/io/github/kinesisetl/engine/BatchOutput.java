// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Items on their way to one sink, each remembering the record that it came from. Not safe for use
 * by many threads.
 *
 * @param <T> the type of item
 */
final class BatchOutput<T> {

  private final Sink<T> sink;
  private List<T> items = new ArrayList<>();
  private long[] places = new long[16]; // of the record that each item came from
  private final List<String> identities = new ArrayList<>(); // of each item, if somebody asks

  BatchOutput(Sink<T> sink) {
    this.sink = sink;
  }

  void add(T item, long place) {
    if (items.size() == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[items.size()] = place;
    items.add(item);
  }

  /** Adds an item whose record is to be remembered once it is stored. */
  void add(T item, long place, String identity) {
    add(item, place);
    identities.add(identity);
  }

  int size() {
    return items.size();
  }

  /** Forgets the items behind a size: their entry was not finished and comes again. */
  void truncate(int size) {
    items.subList(size, items.size()).clear();
    if (identities.size() > size) {
      identities.subList(size, identities.size()).clear();
    }
  }

  /** Writes and forgets all items, and tells what became of each. */
  void write(Outcomes<T> outcomes) {
    List<T> written = items;
    items = new ArrayList<>(Math.min(written.size(), 1_000));
    WriteResult result = stored(written);
    for (int i = 0; i < written.size(); i++) {
      ItemOutcome outcome = result.of(i);
      if (outcome instanceof ItemOutcome.Stored) {
        outcomes.stored(identity(i));
      } else if (outcome instanceof ItemOutcome.Refused refused) {
        outcomes.refused(places[i], refused.reason());
      } else if (outcome instanceof ItemOutcome.Failed failed) {
        outcomes.failed(places[i], failed.reason());
      }
    }
    // A sink that has something of its own to repeat gets it, and all of the batch, once more.
    result.backlog().ifPresent(reason -> outcomes.failed(0, reason));
    identities.clear();
  }

  /** A sink must return its failures; one that throws has stored nothing for sure. */
  private WriteResult stored(List<T> written) {
    try {
      WriteResult result = sink.write(written);
      return result.size() == written.size()
          ? result
          : WriteResult.failed(
              written.size(),
              "the sink told of %d of %d items".formatted(result.size(), written.size()));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      // the border to the user's code
      return WriteResult.failed(written.size(), "the sink threw " + e.getClass().getName());
    }
  }

  private String identity(int item) {
    return identities.isEmpty() ? "" : identities.get(item);
  }

  /**
   * Hears what became of items.
   *
   * @param <T> the type of item
   */
  interface Outcomes<T> {

    /** An item is stored for good. */
    void stored(String identity);

    /** An item can never be stored. */
    void refused(long place, String reason);

    /** An item may not be stored, and is to be repeated. */
    void failed(long place, String reason);
  }
}
