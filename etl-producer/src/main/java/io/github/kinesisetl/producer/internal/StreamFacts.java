// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is true of the stream: as it was at open, and asked again when its answers contradict that.
 * Safe for use by many threads.
 */
public final class StreamFacts {

  private static final Logger log = LoggerFactory.getLogger(StreamFacts.class);

  /** DescribeStreamSummary may be called 20 times a second by all of an account. */
  private static final long MIN_ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ProducerOptions options;
  private final StreamPlan plan;
  private final ShardDirectory directory;
  private final Ticker ticker;
  private final AtomicLong askedAtNanos;
  private volatile int maxRecordBytes;
  private volatile boolean auto;

  /**
   * What is known at open.
   *
   * @param options what is asked for
   * @param plan what that comes to
   * @param directory asked again
   * @param ticker bounds how often
   */
  public StreamFacts(
      ProducerOptions options, StreamPlan plan, ShardDirectory directory, Ticker ticker) {
    this.options = options;
    this.plan = plan;
    this.directory = directory;
    this.ticker = ticker;
    maxRecordBytes = plan.maxRecordBytes();
    auto = !plan.tracksShards();
    askedAtNanos = new AtomicLong(ticker.nanoTime() - MIN_ASK_NANOS);
  }

  /** {@return the largest entry that the stream takes, key included, and no larger than at open} */
  public int maxRecordBytes() {
    return maxRecordBytes;
  }

  /** {@return whether the service chooses the shards} */
  public boolean isAuto() {
    return auto;
  }

  /** Asks, unless that was just done; no answer and no good one leave things as they are. */
  public void askAgain() {
    long now = ticker.nanoTime();
    long asked = askedAtNanos.get();
    if (now - asked < MIN_ASK_NANOS || !askedAtNanos.compareAndSet(asked, now)) {
      return;
    }
    try {
      take(directory.traits());
    } catch (RuntimeException e) { // a directory is somebody else's, and its answer may be anything
      log.debug("the stream does not tell what it is like: {}", e.getMessage());
    }
  }

  private void take(StreamTraits traits) {
    if (traits.distribution() == Distribution.UNKNOWN) {
      return;
    }
    maxRecordBytes = Math.min(plan.maxRecordBytes(), traits.maxRecordBytes());
    boolean isAuto = traits.distribution() == Distribution.AUTO;
    boolean isKpl = options.encoding().mode() == OutputMode.KPL;
    if (isAuto && !auto) {
      log.warn(
          isKpl
              ? "the stream's record distribution became AUTO, where KCL drops KPL aggregates: nothing"
                  + " is written until it goes by keys again; use mode DENSE or PLAIN"
              : "the stream's record distribution became AUTO: entries lie where the service likes,"
                  + " and the order of a key's events is not kept from now on");
      auto = true;
    } else if (!isAuto && auto && isKpl) {
      log.warn("the stream's record distribution goes by keys again");
      auto = false;
    }
  }
}
