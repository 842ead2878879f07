// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.HashKey;
import io.github.kinesisetl.local.api.HashRange;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamStatus;
import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.limit.Limits;
import java.time.Duration;
import java.util.List;

/**
 * Changes which shards a stream has: SplitShard, MergeShards and UpdateShardCount. Safe for use by
 * many threads.
 */
public final class Resharding {

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final Account account;

  /**
   * Reshards the streams of an account.
   *
   * @param account the account
   */
  public Resharding(Account account) {
    this.account = account;
  }

  /**
   * Closes a shard and opens two for its hash keys.
   *
   * @param streamName an ACTIVE stream
   * @param shardId one of its open shards
   * @param newStart the first hash key of the upper child
   */
  public void split(String streamName, String shardId, HashKey newStart) {
    synchronized (account) {
      Stream stream = requireProvisioned(streamName);
      Shard shard = requireOpen(stream, shardId);
      if (!shard.range().canSplitAt(newStart)) {
        throw ErrorCode.INVALID_ARGUMENT.error(
            "NewStartingHashKey %s must be above the first key and at most the last key of %s",
            newStart, shardId);
      }
      account.checkShardQuota(1);
      account.pass(stream, StreamStatus.UPDATING, () -> split(stream, shard, newStart));
    }
  }

  /**
   * Closes two neighbours and opens one shard for their hash keys.
   *
   * @param streamName an ACTIVE stream
   * @param shardId one of its open shards
   * @param adjacentShardId the open shard next to it, on either side
   */
  public void merge(String streamName, String shardId, String adjacentShardId) {
    synchronized (account) {
      Stream stream = requireProvisioned(streamName);
      Shard shard = requireOpen(stream, shardId);
      Shard adjacent = requireOpen(stream, adjacentShardId);
      if (!shard.range().isFollowedBy(adjacent.range())
          && !adjacent.range().isFollowedBy(shard.range())) {
        throw ErrorCode.INVALID_ARGUMENT.error(
            "shards %s and %s in stream %s are not adjacent", shardId, adjacentShardId, streamName);
      }
      account.pass(stream, StreamStatus.UPDATING, () -> merge(stream, shard, adjacent));
    }
  }

  /**
   * Splits and merges until the open shards cut the hash keys evenly.
   *
   * @param streamName an ACTIVE stream
   * @param target how many shards to have; at most double and at least half of now
   * @return how many there were
   */
  public int updateShardCount(String streamName, int target) {
    synchronized (account) {
      Stream stream = requireProvisioned(streamName);
      int current = stream.open().count();
      checkTarget(target, current);
      if (account.options().keeps(Limit.SHARD_COUNT_CALLS)
          && !stream.countShardUpdate(account.nowMillis() - DAY_MILLIS, account.nowMillis())) {
        throw ErrorCode.LIMIT_EXCEEDED.error(
            "UpdateShardCount must be called at most %d times in 24 hours for a stream",
            Limits.UPDATES_PER_DAY);
      }
      account.checkShardQuota(target - current);
      account.pass(stream, StreamStatus.UPDATING, () -> scale(stream, target));
      return current;
    }
  }

  private void checkTarget(int target, int current) {
    if (target < 1 || target > Limits.MAX_SHARDS) {
      throw ErrorCode.VALIDATION.error(
          "TargetShardCount must be 1 to %d, but is %d", Limits.MAX_SHARDS, target);
    }
    if (account.options().keeps(Limit.SHARD_COUNT_STEP)
        && (target > 2L * current || 2L * target < current)) {
      throw ErrorCode.LIMIT_EXCEEDED.error(
          "TargetShardCount must be at most double and at least half of the current %d, but is %d",
          current, target);
    }
  }

  /** Cuts at every border that the target needs, then joins what lies between two of them. */
  private void scale(Stream stream, int target) {
    List<HashRange> wanted = HashRange.uniform(target);
    for (HashRange range : wanted) {
      Shard shard = stream.open().route(range.start());
      if (shard.range().canSplitAt(range.start())) {
        split(stream, shard, range.start());
      }
    }
    for (HashRange range : wanted) {
      Shard shard = stream.open().route(range.start());
      while (shard.range().end().compareTo(range.end()) < 0) {
        shard = merge(stream, shard, stream.open().route(shard.range().end().next()));
      }
    }
  }

  private void split(Stream stream, Shard shard, HashKey newStart) {
    long now = after(shard, shard);
    stream.close(shard, now);
    stream.add(shard.range().below(newStart), List.of(shard), now);
    stream.add(shard.range().from(newStart), List.of(shard), now);
  }

  private Shard merge(Stream stream, Shard shard, Shard adjacent) {
    long now = after(shard, adjacent);
    stream.close(shard, now);
    stream.close(adjacent, now);
    HashRange range =
        shard.range().isFollowedBy(adjacent.range())
            ? shard.range().join(adjacent.range())
            : adjacent.range().join(shard.range());
    return stream.add(range, List.of(shard, adjacent), now);
  }

  /** A moment at which the parents have lived, so that each moment has shards that were open. */
  private long after(Shard shard, Shard adjacent) {
    long youngest = Math.max(shard.createdMillis(), adjacent.createdMillis());
    return Math.max(account.nowMillis(), youngest + 1);
  }

  private Stream requireProvisioned(String streamName) {
    Stream stream = account.requireActive(streamName);
    if (stream.settings().mode() == StreamMode.ON_DEMAND) {
      throw ErrorCode.VALIDATION.error(
          "stream %s is ON_DEMAND; its shards cannot be changed by a caller", streamName);
    }
    return stream;
  }

  private static Shard requireOpen(Stream stream, String shardId) {
    Shard shard = stream.requireShard(shardId);
    if (!shard.isOpen()) {
      throw ErrorCode.INVALID_ARGUMENT.error("shard %s is closed", shardId);
    }
    return shard;
  }
}
