// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Forgets old entries: those beyond their stream's retention, and the oldest of all streams when
 * everything together weighs more than the cap. Guarded by its account.
 */
final class Retention {

  private final long maxBytes;
  private long storedBytes;

  Retention(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  long storedBytes() {
    return storedBytes;
  }

  void count(StoredEntry entry) {
    storedBytes += entry.heapBytes();
  }

  /** Drops what is older than the stream's retention, and closed shards that are empty by age. */
  void trim(Stream stream, long nowMillis) {
    long horizon = nowMillis - stream.retention().toMillis();
    if (!stream.moveHorizon(horizon)) {
      return;
    }
    for (Shard shard : stream.shards()) {
      ShardLog log = shard.log();
      while (!log.isEmpty() && log.get(log.first()).arrivalMillis() < horizon) {
        removeFirst(log);
      }
    }
    stream.shards().removeIf(shard -> !shard.wasOpenSince(horizon) && shard.log().isEmpty());
  }

  /** Drops the oldest entries, down to 15/16 of the cap so that it does not happen for each put. */
  void bound(Collection<Stream> streams) {
    if (storedBytes <= maxBytes) {
      return;
    }
    long target = maxBytes - maxBytes / 16;
    PriorityQueue<ShardLog> oldest =
        new PriorityQueue<>(Comparator.comparingLong(Retention::firstArrival));
    for (Stream stream : streams) {
      for (Shard shard : stream.shards()) {
        if (!shard.log().isEmpty()) {
          oldest.add(shard.log());
        }
      }
    }
    while (storedBytes > target && !oldest.isEmpty()) {
      ShardLog log = oldest.remove();
      removeFirst(log);
      if (!log.isEmpty()) {
        oldest.add(log);
      }
    }
  }

  void forget(Stream stream) {
    for (Shard shard : stream.shards()) {
      while (!shard.log().isEmpty()) {
        removeFirst(shard.log());
      }
    }
  }

  private void removeFirst(ShardLog log) {
    storedBytes -= log.removeFirst().heapBytes();
  }

  private static long firstArrival(ShardLog log) {
    return log.get(log.first()).arrivalMillis();
  }
}
