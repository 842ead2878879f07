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

/**
 * Remembers in the memory of this instance, up to a number of ids and for a time. Lambda delivers a
 * failed batch again mostly to the instance that had it; where another one gets it, it starts with
 * nothing known. Safe for use by many threads.
 */
public final class MemoryIdempotencyStore implements IdempotencyStore {

  private final int maxIds;
  private final long lifeMillis;
  private final InstantSource clock;
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
    if (maxIds < 1) {
      throw new IllegalArgumentException("maxIds must be at least 1, but is " + maxIds);
    }
    if (life.isZero() || life.isNegative()) {
      throw new IllegalArgumentException("life must be more than 0, but is " + life);
    }
    this.maxIds = maxIds;
    this.lifeMillis = life.toMillis();
    this.clock = requireNonNull(clock, "clock");
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
