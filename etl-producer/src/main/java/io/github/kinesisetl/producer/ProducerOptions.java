// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a producer behaves. Immutable; every option has a default that suits most streams. */
public final class ProducerOptions {

  private final OutputMode mode;
  private final boolean ordered;
  private final int maxAggregateBytes;
  private final int maxRecordBytes;
  private final long maxBufferedBytes;
  private final int maxInFlightRequests;
  private final int compressionThreads;
  private final int compressionLevel;
  private final Duration linger;
  private final Duration maxBlock;
  private final Duration initialBackoff;
  private final Duration deliveryTimeout;
  private final Duration closeTimeout;
  private final @Nullable FrameFormat recordFormat;
  private final Distribution assumedDistribution;
  private final EtlMetrics metrics;

  private ProducerOptions(Builder builder) {
    mode = builder.mode;
    ordered = builder.ordered && mode != OutputMode.PLAIN;
    maxAggregateBytes = builder.maxAggregateBytes;
    maxRecordBytes = builder.maxRecordBytes;
    maxBufferedBytes = builder.maxBufferedBytes;
    maxInFlightRequests = builder.maxInFlightRequests;
    compressionThreads = builder.compressionThreads;
    compressionLevel = builder.compressionLevel;
    linger = builder.linger;
    maxBlock = builder.maxBlock;
    initialBackoff = builder.initialBackoff;
    deliveryTimeout = builder.deliveryTimeout;
    closeTimeout = builder.closeTimeout;
    recordFormat = builder.recordFormat;
    assumedDistribution = builder.assumedDistribution;
    metrics = builder.metrics;
  }

  /**
   * Starts with the defaults: {@code DENSE}, ordered, 256 KiB before compression in an entry,
   * records as large as the stream takes, 64 MiB buffered, 4 requests in flight, 1 compression thread at level 1, linger 100 ms,
   * block 60 s, backoff 50 ms, delivery timeout 2 min, close timeout 30 s, no metrics.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What is written.
   *
   * @return the mode
   */
  public OutputMode mode() {
    return mode;
  }

  /**
   * Whether the events of a partition key keep their order through failures.
   *
   * @return true if at most one entry of a shard is in flight
   */
  public boolean ordered() {
    return ordered;
  }

  /**
   * Most bytes of records in an entry before compression.
   *
   * @return bytes
   */
  public int maxAggregateBytes() {
    return maxAggregateBytes;
  }

  /**
   * Largest entry that is written.
   *
   * @return bytes, key included; 0 for what the stream says that it takes
   */
  public int maxRecordBytes() {
    return maxRecordBytes;
  }

  /**
   * Most bytes of events that are held at once.
   *
   * @return bytes
   */
  public long maxBufferedBytes() {
    return maxBufferedBytes;
  }

  /**
   * Most requests that are under way at once; a thread each.
   *
   * @return requests
   */
  public int maxInFlightRequests() {
    return maxInFlightRequests;
  }

  /**
   * Threads that compress.
   *
   * @return threads
   */
  public int compressionThreads() {
    return compressionThreads;
  }

  /**
   * The level of zstd.
   *
   * @return 1 to 22
   */
  public int compressionLevel() {
    return compressionLevel;
  }

  /**
   * Longest wait of the first record of an entry for others.
   *
   * @return the linger
   */
  public Duration linger() {
    return linger;
  }

  /**
   * Longest wait of {@code put} for room.
   *
   * @return zero to fail fast
   */
  public Duration maxBlock() {
    return maxBlock;
  }

  /**
   * How long a failed entry waits at first.
   *
   * @return the backoff after the first attempt
   */
  public Duration initialBackoff() {
    return initialBackoff;
  }

  /**
   * Longest life of an event, retries included.
   *
   * @return the timeout, counted from the first record of its entry
   */
  public Duration deliveryTimeout() {
    return deliveryTimeout;
  }

  /**
   * Longest wait of {@code close} for events on their way.
   *
   * @return the timeout
   */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /**
   * How each record is compressed by itself, in modes {@code KPL} and {@code PLAIN}.
   *
   * @return the format, or null if records stay as they are
   */
  public @Nullable FrameFormat recordFormat() {
    return recordFormat;
  }

  /**
   * What is assumed of a stream that does not tell its record distribution.
   *
   * @return {@code UNKNOWN} unless it was set
   */
  public Distribution assumedDistribution() {
    return assumedDistribution;
  }

  /**
   * Where figures are reported.
   *
   * @return the metrics
   */
  public EtlMetrics metrics() {
    return metrics;
  }

  /** Collects options and checks each when it is set. Not safe for use by many threads. */
  public static final class Builder {
    private OutputMode mode = OutputMode.DENSE;
    private boolean ordered = true;
    private int maxAggregateBytes = 256 << 10;
    private int maxRecordBytes;
    private long maxBufferedBytes = 64 << 20;
    private int maxInFlightRequests = 4;
    private int compressionThreads = 1;
    private int compressionLevel = Compressor.DEFAULT_ZSTD_LEVEL;
    private Duration linger = Duration.ofMillis(100);
    private Duration maxBlock = Duration.ofSeconds(60);
    private Duration initialBackoff = Duration.ofMillis(50);
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private Duration closeTimeout = Duration.ofSeconds(30);
    private @Nullable FrameFormat recordFormat;
    private Distribution assumedDistribution = Distribution.UNKNOWN;
    private EtlMetrics metrics = EtlMetrics.NONE;

    private Builder() {}

    /**
     * Sets what is written. {@code PLAIN} keeps no order, so {@code ordered} is then off.
     *
     * @param mode the mode
     * @return this builder
     */
    public Builder mode(OutputMode mode) {
      this.mode = requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Sets whether the events of a partition key keep their order through failures. A shard takes 1
     * MiB a second, so one entry in flight is seldom a limit.
     *
     * @param ordered true to keep it
     * @return this builder
     * @throws IllegalArgumentException if true in mode {@code PLAIN}, which cannot keep it
     */
    public Builder ordered(boolean ordered) {
      if (ordered && mode == OutputMode.PLAIN) {
        throw new IllegalArgumentException("ordered must be false in mode PLAIN, but is true");
      }
      this.ordered = ordered;
      return this;
    }

    /**
     * Sets the most bytes of records in an entry before compression; one larger event travels
     * alone.
     *
     * @param bytes 1 KiB to 8 MiB
     * @return this builder
     */
    public Builder maxAggregateBytes(int bytes) {
      maxAggregateBytes = (int) inRange("maxAggregateBytes", bytes, 1 << 10, 8 << 20);
      return this;
    }

    /**
     * Compresses each record by itself, for readers that open records, not entries; {@code DENSE}
     * compresses entries and ignores it. A record that would not become smaller stays as it is.
     *
     * @param format the format
     * @return this builder
     */
    public Builder recordFormat(FrameFormat format) {
      recordFormat = requireNonNull(format, "format");
      return this;
    }

    /**
     * Says how the stream distributes records, for senders and permissions that do not tell.
     *
     * @param distribution what is assumed if the stream does not tell
     * @return this builder
     */
    public Builder assumedDistribution(Distribution distribution) {
      assumedDistribution = requireNonNull(distribution, "distribution");
      return this;
    }

    /**
     * Sets the largest record that is written; without it, what the stream takes.
     *
     * @param bytes 1 KiB to 10 MiB, key included
     * @return this builder
     */
    public Builder maxRecordBytes(int bytes) {
      maxRecordBytes = (int) inRange("maxRecordBytes", bytes, 1 << 10, 10 << 20);
      return this;
    }

    /**
     * Sets the most bytes of events that are held at once.
     *
     * @param bytes 1 MiB to 64 GiB
     * @return this builder
     */
    public Builder maxBufferedBytes(long bytes) {
      maxBufferedBytes = inRange("maxBufferedBytes", bytes, 1 << 20, 64L << 30);
      return this;
    }

    /**
     * Sets the most requests that are under way at once.
     *
     * @param requests 1 to 256
     * @return this builder
     */
    public Builder maxInFlightRequests(int requests) {
      maxInFlightRequests = (int) inRange("maxInFlightRequests", requests, 1, 256);
      return this;
    }

    /**
     * Sets how many threads compress.
     *
     * @param threads 1 to 64
     * @return this builder
     */
    public Builder compressionThreads(int threads) {
      compressionThreads = (int) inRange("compressionThreads", threads, 1, 64);
      return this;
    }

    /**
     * Sets the level of zstd.
     *
     * @param level 1 (fast) to 22 (small)
     * @return this builder
     */
    public Builder compressionLevel(int level) {
      compressionLevel = (int) inRange("compressionLevel", level, 1, 22);
      return this;
    }

    /**
     * Sets the longest wait of an entry's first record for others.
     *
     * @param linger 0 to 60 s
     * @return this builder
     */
    public Builder linger(Duration linger) {
      this.linger = inRange("linger", linger, Duration.ofSeconds(60));
      return this;
    }

    /**
     * Sets the longest wait of {@code put} for room.
     *
     * @param maxBlock 0, which fails fast, to 1 h
     * @return this builder
     */
    public Builder maxBlock(Duration maxBlock) {
      this.maxBlock = inRange("maxBlock", maxBlock, Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long a failed entry waits at first; it doubles up to 5 s, with jitter.
     *
     * @param initialBackoff 1 ms to 5 s
     * @return this builder
     */
    public Builder initialBackoff(Duration initialBackoff) {
      inRange("initialBackoff in ms", initialBackoff.toMillis(), 1, 5_000);
      this.initialBackoff = initialBackoff;
      return this;
    }

    /**
     * Sets the longest life of an event, retries included.
     *
     * @param deliveryTimeout 0 to 24 h
     * @return this builder
     */
    public Builder deliveryTimeout(Duration deliveryTimeout) {
      this.deliveryTimeout = inRange("deliveryTimeout", deliveryTimeout, Duration.ofHours(24));
      return this;
    }

    /**
     * Sets the longest wait of {@code close} for events on their way.
     *
     * @param closeTimeout 0 to 1 h
     * @return this builder
     */
    public Builder closeTimeout(Duration closeTimeout) {
      this.closeTimeout = inRange("closeTimeout", closeTimeout, Duration.ofHours(1));
      return this;
    }

    /**
     * Sets where figures are reported.
     *
     * @param metrics the metrics
     * @return this builder
     */
    public Builder metrics(EtlMetrics metrics) {
      this.metrics = requireNonNull(metrics, "metrics");
      return this;
    }

    /**
     * Completes the options.
     *
     * @return the options
     * @throws IllegalArgumentException if the largest record does not fit the buffer
     */
    public ProducerOptions build() {
      if (maxRecordBytes > maxBufferedBytes) {
        throw new IllegalArgumentException(
            "maxRecordBytes must be at most maxBufferedBytes, but %d is more than %d"
                .formatted(maxRecordBytes, maxBufferedBytes));
      }
      return new ProducerOptions(this);
    }

    private static long inRange(String name, long value, long min, long max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            "%s must be %d to %d, but is %d".formatted(name, min, max, value));
      }
      return value;
    }

    private static Duration inRange(String name, Duration value, Duration max) {
      if (!value.isNegative() && value.compareTo(max) <= 0) {
        return value;
      }
      throw new IllegalArgumentException(
          "%s must be 0 to %s, but is %s".formatted(name, max, value));
    }
  }
}
