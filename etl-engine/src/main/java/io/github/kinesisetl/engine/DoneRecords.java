// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a batch are done, by identity, if somebody remembers, and which are another
 * delivery's. Safe for use by many threads.
 */
final class DoneRecords {

  private final Set<String> before;
  private final @Nullable Set<String> now;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final EntryMarks marks;

  /**
   * What is known when a batch begins.
   *
   * @param before what was done before
   * @param marks which entries others are at, or have finished
   */
  DoneRecords(Set<String> before, EntryMarks marks) {
    this(before, ConcurrentHashMap.newKeySet(), marks);
  }

  private DoneRecords(Set<String> before, @Nullable Set<String> now, EntryMarks marks) {
    this.before = before;
    this.now = now;
    this.marks = marks;
  }

  /** Nobody remembers. */
  static DoneRecords unremembered() {
    return new DoneRecords(Set.of(), null, EntryMarks.NONE);
  }

  /** Which entries others are at, or have finished. */
  EntryMarks marks() {
    return marks;
  }

  /** Whether it is remembered which records are done. */
  boolean areRemembered() {
    return now != null;
  }

  /**
   * Whether a record is to be worked on: it was neither done before nor met in this batch, as a
   * copy that its producer sent twice. If the first copy fails, the batch comes again from there.
   */
  boolean begin(String identity) {
    return !before.contains(identity) && begun.add(identity);
  }

  void add(String identity) {
    if (now != null) {
      now.add(identity);
    }
  }

  /** What was done in this batch. */
  Set<String> now() {
    return now == null ? Set.of() : now;
  }
}
