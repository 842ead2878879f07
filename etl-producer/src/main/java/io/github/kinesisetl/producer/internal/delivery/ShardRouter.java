// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.FailureLog;
import io.github.kinesisetl.producer.internal.Ticker;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
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

  private final ShardDirectory directory;
  private final Dispatcher dispatcher;
  private final Consumer<Lane> sealer;
  private final Ticker ticker;
  private final FailureLog failures;
  private final ReentrantLock asking = new ReentrantLock();
  private final ReentrantLock refreshing = new ReentrantLock();
  private long refreshedAtNanos; // guarded by asking
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
    failures = new FailureLog(log, "going on with those known", ticker);
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

  /** Whether a lane's shard takes writes, as far as is known. */
  boolean isOpen(Lane lane) {
    return shards.lanes().contains(lane);
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

  /**
   * Asks for the shards again, unless somebody just did or does. Whatever is answered, what is
   * known stays until a whole map takes its place.
   */
  void refresh() {
    if (!asking.tryLock()) {
      return;
    }
    try {
      if (ticker.nanoTime() - refreshedAtNanos >= MIN_REFRESH_NANOS) {
        ask();
        refreshedAtNanos = ticker.nanoTime();
      }
    } finally {
      asking.unlock();
    }
  }

  /** Without the other lock, as an answer may take long. */
  private void ask() {
    try {
      List<OpenShard> open = directory.openShards();
      whileSteady(() -> replace(shards.refreshed(open)));
    } catch (RuntimeException e) { // a directory is somebody else's, and its answer may be anything
      failures.failed(e.getClass().getName(), "cannot refresh the shards: " + e.getMessage(), null);
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
