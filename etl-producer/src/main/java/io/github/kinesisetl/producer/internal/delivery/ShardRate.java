// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

/**
 * How fast a shard is written to: unbounded until it throttles, then additive increase and
 * multiplicative decrease. Guarded by the dispatcher's lock.
 *
 * <p>Source: D.-M. Chiu and R. Jain, Analysis of the increase and decrease algorithms for
 * congestion avoidance, 1989.
 */
final class ShardRate {

  /** What a shard takes in a second, and so the rate to fall back from. */
  private static final double SHARD_BYTES_PER_SECOND = 1 << 20;

  private static final double MIN_BYTES_PER_SECOND = 16 << 10;
  private static final double INCREASE_BYTES_PER_SECOND = 16 << 10;
  private static final double DECREASE = 0.7;
  private static final double NANOS_PER_SECOND = 1e9;

  private double bytesPerSecond = Double.POSITIVE_INFINITY;
  private long freeAtNanos = Long.MIN_VALUE;

  /** When the next entry may go. */
  long freeAtNanos() {
    return freeAtNanos;
  }

  void sent(int entryBytes, long now) {
    if (bytesPerSecond == Double.POSITIVE_INFINITY) {
      return;
    }
    freeAtNanos =
        Math.max(now, freeAtNanos) + (long) (entryBytes / bytesPerSecond * NANOS_PER_SECOND);
  }

  void accepted() {
    bytesPerSecond += INCREASE_BYTES_PER_SECOND;
    if (bytesPerSecond > 2 * SHARD_BYTES_PER_SECOND) {
      bytesPerSecond = Double.POSITIVE_INFINITY;
    }
  }

  void throttled(long now) {
    bytesPerSecond =
        Math.max(MIN_BYTES_PER_SECOND, Math.min(bytesPerSecond, SHARD_BYTES_PER_SECOND) * DECREASE);
    freeAtNanos = Math.max(freeAtNanos, now);
  }

  double bytesPerSecond() {
    return bytesPerSecond;
  }
}
