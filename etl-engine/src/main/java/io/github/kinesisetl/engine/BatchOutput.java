// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.internal.UserCode;
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
  private List<String> identities = new ArrayList<>(); // of each item, if somebody asks

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
    if (!identity.isEmpty()) {
      identities.add(identity);
    }
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

  /**
   * Writes and forgets all items, and tells what became of each; what is added meanwhile is for the
   * next write.
   */
  void write(Outcomes<T> outcomes) {
    List<T> written = items;
    long[] writtenPlaces = places;
    List<String> writtenIdentities = identities;
    items = new ArrayList<>(Math.min(written.size(), 1_000));
    places = new long[writtenPlaces.length];
    identities = new ArrayList<>();
    WriteResult result = stored(written, writtenPlaces, outcomes);
    for (int i = 0; i < written.size(); i++) {
      ItemOutcome outcome = result.of(i);
      String identity = writtenIdentities.isEmpty() ? "" : writtenIdentities.get(i);
      if (outcome instanceof ItemOutcome.Stored) {
        outcomes.stored(identity);
      } else if (outcome instanceof ItemOutcome.Refused refused) {
        outcomes.refused(written.get(i), writtenPlaces[i], identity, refused.reason());
      } else if (outcome instanceof ItemOutcome.Failed failed) {
        outcomes.failed(writtenPlaces[i], failed.reason());
      }
    }
    // A sink that has something of its own to repeat gets it, and all of the batch, once more.
    result.backlog().ifPresent(reason -> outcomes.failed(0, reason));
  }

  /** A sink must return its failures; one that throws has stored nothing for sure. */
  private WriteResult stored(List<T> written, long[] writtenPlaces, Outcomes<T> outcomes) {
    try {
      return answer(written);
    } catch (Throwable thrown) { // the border to users' code
      String name = UserCode.survived(thrown);
      if (written.isEmpty() || outcomes.mayWriteAgain(writtenPlaces[0], name)) {
        return WriteResult.failed(written.size(), "the sink threw " + name);
      }
    }
    var isolated = WriteResult.builder(written.size());
    isolate(written, 0, isolated, outcomes);
    return isolated.build();
  }

  /** Halves items until those with which the sink throws are alone: they are refused. */
  private void isolate(
      List<T> some, int first, WriteResult.Builder isolated, Outcomes<T> outcomes) {
    if (outcomes.isTimeOver()) {
      for (int i = 0; i < some.size(); i++) {
        isolated.failed(first + i, "no time is left to find the items that the sink throws on");
      }
      return;
    }
    try {
      WriteResult result = answer(some);
      for (int i = 0; i < some.size(); i++) {
        isolated.set(first + i, result.of(i));
      }
    } catch (Throwable thrown) { // the border to users' code
      String name = UserCode.survived(thrown);
      if (some.size() == 1) {
        isolated.refused(first, "the sink threw " + name);
        return;
      }
      int half = some.size() / 2;
      isolate(some.subList(0, half), first, isolated, outcomes);
      isolate(some.subList(half, some.size()), first + half, isolated, outcomes);
    }
  }

  private WriteResult answer(List<T> some) {
    WriteResult result = sink.write(some);
    return result.size() == some.size()
        ? result
        : WriteResult.failed(
            some.size(), "the sink told of %d of %d items".formatted(result.size(), some.size()));
  }

  /**
   * Hears what became of items.
   *
   * @param <T> the type of item
   */
  interface Outcomes<T> {

    /** An item is stored for good. */
    void stored(String identity);

    /** An item can never be stored; its identity is empty if nobody remembers. */
    void refused(T item, long place, String identity, String reason);

    /** An item may not be stored, and is to be repeated. */
    void failed(long place, String reason);

    /**
     * The sink threw. If all items are not to be written again, they are halved until those with
     * which it throws are found and can be given up.
     */
    boolean mayWriteAgain(long firstPlace, String thrown);

    /** Whether no further request is to be begun. */
    boolean isTimeOver();
  }
}
