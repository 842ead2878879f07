// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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

  /**
   * Writes and forgets all items, and tells what became of each. A sink that gets none may still
   * have something of its own to repeat.
   */
  void write(Fates<T> fates) {
    List<T> written = items;
    items = new ArrayList<>(Math.min(written.size(), 1_000));
    WriteResult result = stored(written);
    if (result instanceof WriteResult.Partial partial) {
      tellPartial(partial, written.size(), fates);
    } else {
      Map<Integer, String> refused =
          result instanceof WriteResult.Refused some ? some.reasonsByIndex() : Map.of();
      for (int i = 0; i < written.size(); i++) {
        String reason = refused.isEmpty() ? null : refused.get(i);
        if (reason == null) {
          fates.stored(identity(i));
        } else {
          fates.refused(places[i], reason);
        }
      }
    }
    identities.clear();
  }

  /** A sink must return its failures; one that throws has stored nothing for sure. */
  private WriteResult stored(List<T> written) {
    try {
      return sink.write(written);
    } catch (RuntimeException e) { // the border to the user's code
      return new WriteResult.Partial(0, "the sink threw " + e.getClass().getName());
    }
  }

  /** A sink that stored everything and still failed has something of its own to repeat. */
  private void tellPartial(WriteResult.Partial partial, int size, Fates<T> fates) {
    int stored = Math.min(partial.storedItems(), size);
    for (int i = 0; i < stored; i++) {
      fates.stored(identity(i));
    }
    fates.failed(stored < size ? places[stored] : 0, partial.reason());
    for (int i = stored + 1; i < size; i++) {
      fates.failed(places[i], partial.reason());
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
  interface Fates<T> {

    /** An item is stored for good. */
    void stored(String identity);

    /** An item can never be stored. */
    void refused(long place, String reason);

    /** An item may not be stored, and is to be repeated. */
    void failed(long place, String reason);
  }
}
