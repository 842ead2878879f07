// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Remembers in the memory of this instance, up to a number of ids and for a time. Lambda delivers a
 * failed batch again mostly to the instance that had it; where another one gets it, it starts with
 * nothing known. Safe for use by many threads.
 */
public final class MemoryIdempotencyStore implements IdempotencyStore {

  private final int maxIds;
  private final long lifeMillis;
  private final InstantSource clock;
  private final long maxLeaseMillis; // 0 if entries are not marked
  private final MarkedEntries marks; // guarded by this
  private final Map<String, Long> expiries = new LinkedHashMap<>(); // guarded by this, oldest first
  private final Map<String, Integer> idsByShard = new HashMap<>(); // guarded by this

  /**
   * A store that knows nothing.
   *
   * @param maxIds most ids to remember, at least 1; the oldest goes first; one takes some 200 bytes
   * @param life how long an id is remembered, more than 0
   * @param clock tells the time
   */
  public MemoryIdempotencyStore(int maxIds, Duration life, InstantSource clock) {
    this(maxIds, life, clock, 0);
  }

  private MemoryIdempotencyStore(
      int maxIds, Duration life, InstantSource clock, long maxLeaseMillis) {
    if (maxIds < 1) {
      throw new IllegalArgumentException("maxIds must be at least 1, but is " + maxIds);
    }
    if (life.isZero() || life.isNegative()) {
      throw new IllegalArgumentException("life must be more than 0, but is " + life);
    }
    this.maxIds = maxIds;
    this.lifeMillis = life.toMillis();
    this.clock = requireNonNull(clock, "clock");
    this.maxLeaseMillis = maxLeaseMillis;
    this.marks = new MarkedEntries(maxIds);
  }

  /**
   * A store of the same bounds that knows nothing, and {@linkplain #marksEntries() marks entries},
   * as many as ids: those that are done give way first, those at work never.
   *
   * @param maxLease the longest lease of a mark, at least a millisecond
   * @return a new store
   */
  public MemoryIdempotencyStore markingEntries(Duration maxLease) {
    if (maxLease.toMillis() < 1) {
      throw new IllegalArgumentException("maxLease must be at least PT0.001S, but is " + maxLease);
    }
    return new MemoryIdempotencyStore(
        maxIds, Duration.ofMillis(lifeMillis), clock, maxLease.toMillis());
  }

  @Override
  public synchronized boolean mayKnow(String shardId) {
    forgetExpired();
    return idsByShard.containsKey(shardId);
  }

  @Override
  public synchronized Set<String> done(String shardId, Collection<String> ids) {
    forgetExpired();
    Set<String> done = new HashSet<>();
    for (String id : ids) {
      if (expiries.containsKey(key(shardId, id))) {
        done.add(id);
      }
    }
    return done;
  }

  @Override
  public synchronized void remember(String shardId, Collection<String> ids) {
    forgetExpired();
    long expiry = clock.millis() + lifeMillis;
    for (String id : ids) {
      if (expiries.putIfAbsent(key(shardId, id), expiry) == null) {
        idsByShard.merge(shardId, 1, Integer::sum);
      }
    }
    while (expiries.size() > maxIds) {
      forgetOldest();
    }
  }

  @Override
  public boolean marksEntries() {
    return maxLeaseMillis > 0;
  }

  @Override
  public synchronized BegunEntries begin(
      MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
    long now = clock.millis();
    return marks.begin(
        owner, entries, now, now + Math.min(maxLeaseMillis, owner.lease().toMillis()));
  }

  @Override
  public synchronized void finish(MarkOwner owner, Collection<String> entries) {
    marks.finish(owner, entries, clock.millis() + lifeMillis);
  }

  @Override
  public synchronized void release(
      MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
    marks.release(owner, entries);
  }

  private void forgetExpired() {
    long now = clock.millis();
    while (!expiries.isEmpty() && expiries.values().iterator().next() <= now) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    String oldest = expiries.keySet().iterator().next();
    expiries.remove(oldest);
    String shardId = oldest.substring(0, oldest.indexOf('\n'));
    idsByShard.computeIfPresent(shardId, (shard, ids) -> ids == 1 ? null : ids - 1);
  }

  private static String key(String shardId, String id) {
    return shardId + '\n' + id;
  }
}
