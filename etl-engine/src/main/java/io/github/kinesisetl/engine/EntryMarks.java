// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.store.BegunEntries;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MarkOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Which entries of a batch this delivery works on, where another delivery of them may be at work.
 * Filled before the batch begins; safe for use by many threads then.
 */
final class EntryMarks {

  /** Nobody marks: all entries are this delivery's. */
  static final EntryMarks NONE = new EntryMarks(List.of());

  /**
   * What clocks of two instances may differ by, and answers take, beyond the time of a delivery.
   */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long MAX_WAIT_MILLIS = 4_000;

  private final List<String> names; // by entry; none if nobody marks
  private final Set<String> own = new HashSet<>();
  private final Set<String> done = new HashSet<>();

  private EntryMarks(List<String> names) {
    this.names = names;
  }

  /** The marks of a batch, none of them taken. */
  static EntryMarks of(EntryBatch entries) {
    List<String> names = new ArrayList<>(entries.size());
    for (int entry = 0; entry < entries.size(); entry++) {
      names.add(nameOf(entries, entry));
    }
    return new EntryMarks(names);
  }

  /** Who marks, with a lease as long as the delivery can last. */
  static MarkOwner owner(EntryBatch entries, long remainingMillis) {
    Duration lease = Duration.ofMillis(Math.max(0, remainingMillis)).plus(SLACK);
    return new MarkOwner(UUID.randomUUID().toString(), entries.shardId(0), lease);
  }

  /**
   * Takes what can be had. Waits for what others are at as long as it may: each delivery that fails
   * is one of those that its source allows, and where the other is done, this one need not fail.
   */
  void take(IdempotencyStore store, MarkOwner owner, BooleanSupplier hasTime, Waiting waiting) {
    Set<String> open = new LinkedHashSet<>(names);
    long pauseMillis = FIRST_WAIT_MILLIS;
    while (true) {
      BegunEntries begun = store.begin(owner, List.copyOf(open), hasTime);
      own.addAll(begun.own());
      done.addAll(begun.done());
      open.removeAll(begun.own());
      open.removeAll(begun.done());
      if (open.isEmpty() || !waiting.mayGoOnAfter(pauseMillis)) {
        return;
      }
      pauseMillis = Math.min(MAX_WAIT_MILLIS, 2 * pauseMillis);
    }
  }

  /** Whether another delivery is at an entry, or may be. */
  boolean isElsewhere(int entry) {
    return !names.isEmpty() && !own.contains(names.get(entry)) && !isDone(entry);
  }

  /** Whether another delivery has finished an entry. */
  boolean isDone(int entry) {
    return !names.isEmpty() && done.contains(names.get(entry));
  }

  /** The names of this delivery's entries before another entry of the batch. */
  List<String> ownBefore(int entry) {
    Set<String> before = new LinkedHashSet<>(names.subList(0, Math.min(entry, names.size())));
    before.retainAll(own);
    before.removeAll(ownFrom(entry)); // twins of one sequence number and content
    return List.copyOf(before);
  }

  /** The names of this delivery's entries from an entry of the batch on. */
  List<String> ownFrom(int entry) {
    Set<String> from =
        new LinkedHashSet<>(names.subList(Math.min(entry, names.size()), names.size()));
    from.retainAll(own);
    return List.copyOf(from);
  }

  /** The names that may be marked for this delivery, whether it was told so or not. */
  List<String> mayBeOwn() {
    Set<String> left = new LinkedHashSet<>(names);
    left.removeAll(done);
    return List.copyOf(left);
  }

  /**
   * Entries of one sequence number, which a filter makes of an aggregate, differ in their bytes.
   */
  private static String nameOf(EntryBatch entries, int entry) {
    var checksum = new CRC32C();
    checksum.update(entries.array(entry), entries.offset(entry), entries.sizeBytes(entry));
    return "%s:%x:%x"
        .formatted(entries.sequenceNumber(entry), entries.sizeBytes(entry), checksum.getValue());
  }

  /** Pauses between looks at other deliveries' marks. */
  @FunctionalInterface
  interface Waiting {

    /** Waits, unless there is no time for it. */
    boolean mayGoOnAfter(long pauseMillis);
  }
}
