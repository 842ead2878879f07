// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the lane of every record, and follows the stream when it is resharded. Safe for use by many
 * threads.
 */
final class ShardRouter {

  private static final Logger log = LoggerFactory.getLogger(ShardRouter.class);

  /** ListShards may be called 1,000 times a second: asking more often tells little. */
  private static final long MIN_REFRESH_NANOS = Duration.ofMillis(100).toNanos();

  /** A new shard that cannot be found within 10 s will not be found. */
  private static final int MAX_ASKS = 100;

  private static final long ASK_NANOS = Duration.ofMillis(100).toNanos();

  private final ShardDirectory directory;
  private final Dispatcher dispatcher;
  private final Consumer<Lane> sealer;
  private final Ticker ticker;
  private final ReentrantLock refreshing = new ReentrantLock();
  private long refreshedAtNanos; // guarded by refreshing
  private volatile ShardMap shards; // replaced under refreshing

  /**
   * A router.
   *
   * @param shards what is known of the stream
   * @param directory asked when that is outdated
   * @param sealer gets a locked lane and queues its open batch
   */
  ShardRouter(
      ShardMap shards,
      ShardDirectory directory,
      Dispatcher dispatcher,
      Consumer<Lane> sealer,
      Ticker ticker) {
    this.directory = directory;
    this.dispatcher = dispatcher;
    this.sealer = sealer;
    this.ticker = ticker;
    this.shards = shards;
    refreshedAtNanos = ticker.nanoTime() - MIN_REFRESH_NANOS;
  }

  /** Finds the lane of a record and locks it; the caller unlocks. */
  @SuppressWarnings("LockNotBeforeTry") // handed over locked, so that a put allocates nothing
  Lane lockedLaneOf(KeyBuffer key) {
    while (true) {
      Lane lane = shards.laneOf(key.high(), key.low());
      lane.lock().lock();
      if (!lane.isRetired()) {
        return lane;
      }
      lane.lock().unlock();
    }
  }

  /**
   * What is known now. Who sorts the records of a batch by their lanes asks once: a reshard between
   * two records of a key would part them.
   */
  ShardMap map() {
    return shards;
  }

  /**
   * Waits until the stream tells that a lane's shard is closed, since an entry for it was stored
   * elsewhere.
   *
   * @return false if the stream still lists the shard as open after a while
   */
  boolean awaitClosed(Lane lane) throws InterruptedException {
    for (int ask = 0; ask < MAX_ASKS && shards.lanes().contains(lane); ask++) {
      awaitRefresh();
      if (shards.lanes().contains(lane)) {
        ticker.sleep(ASK_NANOS);
      }
    }
    return !shards.lanes().contains(lane);
  }

  /** What a shard owns; nothing if it is not open. */
  Optional<HashKeyRange> rangeOf(String shardId) {
    return shards.rangeOf(shardId);
  }

  /** Runs while no refresh is half done, so that every lane with an open batch is known. */
  void whileSteady(Runnable task) {
    refreshing.lock();
    try {
      task.run();
    } finally {
      refreshing.unlock();
    }
  }

  Collection<Lane> lanes() {
    return shards.lanes();
  }

  /** Asks for the shards again, unless somebody just did or does. */
  void refresh() {
    if (refreshing.tryLock()) {
      try {
        refreshLocked();
      } finally {
        refreshing.unlock();
      }
    }
  }

  /** Asks for the shards again unless somebody just did; waits for somebody who does. */
  private void awaitRefresh() {
    refreshing.lock();
    try {
      refreshLocked();
    } finally {
      refreshing.unlock();
    }
  }

  private void refreshLocked() {
    if (ticker.nanoTime() - refreshedAtNanos < MIN_REFRESH_NANOS) {
      return;
    }
    try {
      replace(shards.refreshed(directory.openShards()));
    } catch (IllegalStateException e) {
      log.warn("cannot refresh the shards, going on with those known: {}", e.getMessage());
    } finally {
      refreshedAtNanos = ticker.nanoTime();
    }
  }

  private void replace(ShardMap refreshed) {
    List<Lane> retired = new ArrayList<>(shards.lanes());
    retired.removeAll(refreshed.lanes());
    List<Lane> fresh = new ArrayList<>(refreshed.lanes());
    fresh.removeAll(shards.lanes());
    dispatcher.hold(fresh, retired);
    shards = refreshed; // before retiring: whoever finds a retired lane finds its successor
    for (Lane lane : retired) {
      lane.lock().lock();
      try {
        lane.retire();
        sealer.accept(lane);
      } finally {
        lane.lock().unlock();
      }
      dispatcher.end(lane);
    }
    if (!fresh.isEmpty()) {
      log.info("the stream now has {} open shards", refreshed.lanes().size());
    }
  }
}
