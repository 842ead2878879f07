// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when the stream was resharded: what was stored elsewhere than predicted is stored
 * once more where it belongs, and what waits for a closed shard goes to those that follow it. Safe
 * for use by many threads.
 */
final class ReshardFollower {

  private static final Logger log = LoggerFactory.getLogger(ReshardFollower.class);

  private final Reshards reshards;
  private final ShardRouter router;
  private final Resplitter resplitter;
  private final Dispatcher dispatcher;
  private final Settlement settlement;

  ReshardFollower(
      Reshards reshards,
      ShardRouter router,
      Resplitter resplitter,
      Dispatcher dispatcher,
      Settlement settlement) {
    this.reshards = reshards;
    this.router = router;
    this.resplitter = resplitter;
    this.dispatcher = dispatcher;
    this.settlement = settlement;
  }

  /** Whether a batch was stored on the shard of its lane, or no shard was predicted. */
  boolean isWhereItShould(QueuedBatch batch, Stored stored) {
    return reshards == Reshards.IGNORE || stored.shardId().equals(batch.lane().shard().shardId());
  }

  /**
   * The records that were stored on a shard which does not own them, since the stream was resharded
   * meanwhile, are stored once more, where they belong: whoever reads a shard finds the events of
   * its keys complete and in order. The copies have equal ids.
   */
  void follow(QueuedBatch batch, String shardId) throws InterruptedException {
    List<QueuedBatch> parts = List.of();
    if (!reshards.repeats()) {
      router.refresh();
    } else if (router.awaitClosed(batch.lane())) {
      parts =
          resplitter.splitMisplaced(
              batch, router.rangeOf(shardId), reshards == Reshards.REPEAT_AGGREGATE);
    } else {
      log.warn(
          "the stream stored an entry on {}, but lists {} as open",
          shardId,
          batch.lane().shard().shardId());
    }
    settlement.forget(batch);
    if (parts.isEmpty()) {
      dispatcher.accepted(batch);
    } else {
      dispatcher.misplaced(batch, parts);
    }
  }

  /** Gives what a closed shard's lane held to the lanes that follow it. */
  void handOver(Work work) {
    Lane ended = requireNonNull(work.ended());
    List<QueuedBatch> parts = resplitter.split(work.leftOver());
    work.leftOver().forEach(settlement::passOn); // before a part can be settled
    dispatcher.handOver(ended, work.leftOver(), parts);
    work.handedOver();
  }
}
