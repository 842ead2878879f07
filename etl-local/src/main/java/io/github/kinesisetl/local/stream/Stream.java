// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.HashRange;
import io.github.kinesisetl.local.api.StreamStatus;
import io.github.kinesisetl.local.api.StreamView;
import io.github.kinesisetl.local.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** One stream with all its shards, open and closed. Guarded by its account. */
final class Stream {

  private final String name;
  private final String arn;
  private final long createdMillis;
  private final StreamSettings settings;
  private final SortedMap<String, String> tags = new TreeMap<>();
  private final SortedMap<String, RegisteredConsumer> consumers = new TreeMap<>();

  /** By id, which is also the order in which they came. */
  private final NavigableMap<String, Shard> shards = new TreeMap<>();

  private final OpenShards open = new OpenShards();
  private final Lifecycle lifecycle = new Lifecycle();

  /** When UpdateShardCount was called in the last 24 hours. */
  private final ArrayDeque<Long> shardUpdates = new ArrayDeque<>();

  private int nextShardIndex;
  private long horizonMillis = Long.MIN_VALUE;

  Stream(String name, String arn, long createdMillis, StreamSettings settings) {
    this.name = name;
    this.arn = arn;
    this.createdMillis = createdMillis;
    this.settings = settings;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  long createdMillis() {
    return createdMillis;
  }

  StreamSettings settings() {
    return settings;
  }

  SortedMap<String, String> tags() {
    return tags;
  }

  SortedMap<String, RegisteredConsumer> consumers() {
    return consumers;
  }

  /** All shards in the order in which they came; to remove one here forgets it. */
  Collection<Shard> shards() {
    return shards.values();
  }

  OpenShards open() {
    return open;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  void requireActive() {
    if (lifecycle.status() != StreamStatus.ACTIVE) {
      throw ErrorCode.RESOURCE_IN_USE.error(
          "stream %s is %s, but must be ACTIVE", name, lifecycle.status());
    }
  }

  /** Adds an open shard; its parents must be closed by the caller. */
  Shard add(HashRange range, List<Shard> parents, long nowMillis) {
    var shard = new Shard(nextShardIndex++, range, parents, nowMillis);
    shards.put(shard.id(), shard);
    open.add(shard);
    return shard;
  }

  void close(Shard shard, long nowMillis) {
    shard.close(nowMillis);
    open.remove(shard);
  }

  Shard requireShard(String shardId) {
    Shard shard = shards.get(shardId);
    if (shard == null) {
      throw ErrorCode.RESOURCE_NOT_FOUND.error("shard %s in stream %s not found", shardId, name);
    }
    return shard;
  }

  /** Whether the day has room for one more UpdateShardCount; if so, it counts. */
  boolean countShardUpdate(long dayStartMillis, long nowMillis) {
    shardUpdates.removeIf(called -> called <= dayStartMillis);
    if (shardUpdates.size() >= Limits.UPDATES_PER_DAY) {
      return false;
    }
    shardUpdates.add(nowMillis);
    return true;
  }

  /** Whether entries before a time are to be trimmed, as they were not yet. */
  boolean moveHorizon(long millis) {
    boolean moved = millis > horizonMillis;
    horizonMillis = Math.max(millis, horizonMillis);
    return moved;
  }

  Duration retention() {
    return Duration.ofHours(settings.retentionHours());
  }

  StreamView view() {
    return new StreamView(
        name,
        arn,
        lifecycle.status(),
        Instant.ofEpochMilli(createdMillis),
        settings.view(),
        open.count(),
        consumers.size());
  }
}
