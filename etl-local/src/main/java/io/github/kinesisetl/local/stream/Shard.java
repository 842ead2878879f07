// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.HashRange;
import io.github.kinesisetl.local.api.ShardView;
import io.github.kinesisetl.local.limit.ShardRates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One shard: its place in the stream, its entries, its rates. Guarded by its account. */
final class Shard {

  private static final long OPEN = Long.MAX_VALUE;

  private final int index;
  private final String id;
  private final HashRange range;
  private final List<Shard> parents;
  private final long createdMillis;
  private final SequenceNumbers numbers;
  private final ShardLog log = new ShardLog();
  private final List<Shard> children = new ArrayList<>(2);
  private final ShardRates rates = new ShardRates();

  private long closedMillis = OPEN;
  private long lastArrivalMillis;

  Shard(int index, HashRange range, List<Shard> parents, long createdMillis) {
    this.index = index;
    this.id = idOf(index);
    this.range = range;
    this.parents = List.copyOf(parents);
    this.createdMillis = createdMillis;
    long createdSeconds = createdMillis / 1000;
    for (Shard parent : parents) {
      parent.children.add(this);
      // a child's numbers must be above its parents', even within one second
      createdSeconds = Math.max(createdSeconds, parent.numbers.createdSeconds() + 1);
    }
    this.numbers = new SequenceNumbers(createdSeconds, index);
  }

  static String idOf(int index) {
    return String.format("shardId-%012d", index);
  }

  int index() {
    return index;
  }

  String id() {
    return id;
  }

  HashRange range() {
    return range;
  }

  List<Shard> children() {
    return children;
  }

  long createdMillis() {
    return createdMillis;
  }

  SequenceNumbers numbers() {
    return numbers;
  }

  ShardLog log() {
    return log;
  }

  ShardRates rates() {
    return rates;
  }

  boolean isOpen() {
    return closedMillis == OPEN;
  }

  /** Whether it was open at some moment at or after a time. */
  boolean wasOpenSince(long millis) {
    return closedMillis > millis;
  }

  boolean wasOpenAt(long millis) {
    return createdMillis <= millis && wasOpenSince(millis);
  }

  void close(long nowMillis) {
    closedMillis = Math.max(nowMillis, lastArrivalMillis);
  }

  /** When an entry that comes now arrives: never before the one that came last. */
  long arrivalMillis(long nowMillis) {
    lastArrivalMillis = Math.max(lastArrivalMillis, nowMillis);
    return lastArrivalMillis;
  }

  List<String> parentIds() {
    return parents.stream().map(Shard::id).toList();
  }

  ShardView view() {
    @Nullable String ending = isOpen() ? null : numbers.last(closedMillis);
    return new ShardView(id, range, parentIds(), numbers.first(), ending);
  }
}
