// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

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
  private int[] origins = new int[32]; // entry and sub-sequence number of each item
  private final List<String> identities = new ArrayList<>(); // of each item, if somebody asks

  BatchOutput(Sink<T> sink) {
    this.sink = sink;
  }

  void add(T item, int entry, int sub) {
    int at = 2 * items.size();
    if (at == origins.length) {
      origins = Arrays.copyOf(origins, 2 * at);
    }
    origins[at] = entry;
    origins[at + 1] = sub;
    items.add(item);
  }

  /** Adds an item whose record is to be remembered once it is stored. */
  void add(T item, int entry, int sub, String identity) {
    add(item, entry, sub);
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
          fates.stored(entry(i), identity(i));
        } else {
          fates.refused(entry(i), sub(i), reason);
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
      fates.stored(entry(i), identity(i));
    }
    fates.failed(stored < size ? entry(stored) : 0, partial.reason());
    for (int i = stored + 1; i < size; i++) {
      fates.failed(entry(i), partial.reason());
    }
  }

  private int entry(int item) {
    return origins[2 * item];
  }

  private int sub(int item) {
    return origins[2 * item + 1];
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
    void stored(int entry, String identity);

    /** An item can never be stored. */
    void refused(int entry, int sub, String reason);

    /** An item may not be stored, and is to be repeated. */
    void failed(int entry, String reason);
  }
}
