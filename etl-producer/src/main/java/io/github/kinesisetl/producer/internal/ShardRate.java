// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.concurrent.TimeUnit;

/**
 * How fast a shard is written to: unbounded until it throttles, then additive increase by time and
 * multiplicative decrease by answer. Guarded by the dispatcher's lock.
 *
 * <p>One answer is one sign, however many entries of it were throttled, and so are all answers to
 * what was sent before the rate was lowered: they tell of the old rate. What the shard took just
 * before is what it can take, so the rate falls no lower than nearly that. A shard that throttled
 * in the last minute is never written to without a bound.
 *
 * <p>Sources: D.-M. Chiu and R. Jain, Analysis of the increase and decrease algorithms for
 * congestion avoidance, 1989; C. Casetti et al., TCP Westwood, 2002.
 */
public final class ShardRate {

  /** What a shard takes in a second, and so the rate to fall back from. */
  private static final double SHARD_BYTES_PER_SECOND = 1 << 20;

  private static final double MIN_BYTES_PER_SECOND = 16 << 10;
  private static final double MAX_BYTES_PER_SECOND = 2 * SHARD_BYTES_PER_SECOND;

  /** The increase in a second. */
  private static final double GROWTH = SHARD_BYTES_PER_SECOND / 8;

  private static final double DECREASE = 0.7;

  /** What was accepted is measured over a second, in two halves of it. */
  private static final double KEPT_OF_ACCEPTED = 0.9;

  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final double NANOS_PER_SECOND = 1e9;

  private boolean bounded;
  private double baseBytesPerSecond; // at the last decrease
  private long decreasedAtNanos;
  private long freeAtNanos = Long.MIN_VALUE;
  private long measuredSinceNanos;
  private long acceptedBytes;
  private double acceptedPerSecond; // in the last whole second of measuring

  /** Nothing was sent yet. */
  public ShardRate() {}

  /** {@return when the next entry may go} */
  public long freeAtNanos() {
    return freeAtNanos;
  }

  /**
   * An entry is sent.
   *
   * @param entryBytes its size
   * @param now when
   */
  public void sent(int entryBytes, long now) {
    double rate = bytesPerSecond(now);
    if (rate == Double.POSITIVE_INFINITY) {
      return;
    }
    freeAtNanos = Math.max(now, freeAtNanos) + (long) (secondsFor(entryBytes, rate) * 1e9);
  }

  /**
   * Nothing goes before a moment, whatever was sent.
   *
   * @param untilNanos the moment
   */
  public void rest(long untilNanos) {
    freeAtNanos = untilNanos;
  }

  /**
   * An entry was stored.
   *
   * @param entryBytes its size
   * @param now when
   */
  public void accepted(int entryBytes, long now) {
    measure(now);
    acceptedBytes += entryBytes;
  }

  /**
   * An entry was refused because the shard is over its rate.
   *
   * @param sentAtNanos when it was sent
   * @param now when the answer came
   */
  public void throttled(long sentAtNanos, long now) {
    measure(now);
    if (bounded && sentAtNanos - decreasedAtNanos < 0) {
      return; // sent at the rate of before
    }
    double rate = Math.min(bytesPerSecond(now), SHARD_BYTES_PER_SECOND);
    double taken = Math.min(SHARD_BYTES_PER_SECOND, acceptedPerSecond * KEPT_OF_ACCEPTED);
    baseBytesPerSecond = Math.max(MIN_BYTES_PER_SECOND, Math.max(rate * DECREASE, taken));
    decreasedAtNanos = now + 1; // the other entries of the answer were sent before that
    bounded = true;
    freeAtNanos = Math.max(freeAtNanos, now);
  }

  /**
   * How fast the shard may be written to.
   *
   * @param now when
   * @return bytes a second, infinite if it did not throttle lately
   */
  public double bytesPerSecond(long now) {
    if (!bounded) {
      return Double.POSITIVE_INFINITY;
    }
    long since = Math.max(0, now - decreasedAtNanos);
    if (since >= QUIET_NANOS) {
      bounded = false;
      return Double.POSITIVE_INFINITY;
    }
    return Math.min(MAX_BYTES_PER_SECOND, baseBytesPerSecond + GROWTH * since / NANOS_PER_SECOND);
  }

  /** How long bytes take at a rate that grows meanwhile, unless it is at its bound. */
  private static double secondsFor(int bytes, double rate) {
    if (rate >= MAX_BYTES_PER_SECOND) {
      return bytes / rate;
    }
    return (Math.sqrt(rate * rate + 2 * GROWTH * bytes) - rate) / GROWTH;
  }

  private void measure(long now) {
    long elapsed = now - measuredSinceNanos;
    if (elapsed >= MEASURED_NANOS) {
      acceptedPerSecond = acceptedBytes * NANOS_PER_SECOND / elapsed;
      acceptedBytes = 0;
      measuredSinceNanos = now;
    }
  }
}
