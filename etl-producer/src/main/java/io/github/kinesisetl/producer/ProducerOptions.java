// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.nio.file.Path;
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
  private final WhenFull whenFull;
  private final Path spillDirectory;
  private final long maxSpillBytes;
  private final @Nullable Path spool;
  private final long maxSpoolBytes;
  private final boolean spoolFsync;
  private final @Nullable FrameCipher cipher;
  private final @Nullable ClaimStore claims;

  ProducerOptions(ProducerOptionsBuilder builder) {
    mode = builder.mode;
    ordered = builder.ordered && mode != OutputMode.PLAIN;
    maxAggregateBytes = builder.maxAggregateBytes;
    maxRecordBytes = builder.maxRecordBytes;
    maxBufferedBytes = builder.maxBufferedBytes;
    maxInFlightRequests = builder.maxInFlightRequests;
    compressionThreads = builder.compressionThreads;
    compressionLevel = builder.compressionLevel;
    linger = builder.linger;
    maxBlock = builder.whenFull == WhenFull.FAIL ? Duration.ZERO : builder.maxBlock;
    initialBackoff = builder.initialBackoff;
    deliveryTimeout = builder.deliveryTimeout;
    closeTimeout = builder.closeTimeout;
    recordFormat = builder.recordFormat;
    assumedDistribution = builder.assumedDistribution;
    metrics = builder.metrics;
    whenFull = builder.whenFull;
    spillDirectory = builder.spillDirectory;
    maxSpillBytes = builder.maxSpillBytes;
    spool = builder.spool;
    maxSpoolBytes = builder.maxSpoolBytes;
    spoolFsync = builder.spoolFsync;
    cipher = builder.cipher;
    claims = builder.claims;
  }

  /**
   * Starts with the defaults: {@code DENSE}, ordered, 256 KiB before compression in an entry,
   * records as large as the stream takes, 64 MiB buffered, 4 requests in flight, 1 compression
   * thread at level 1, linger 100 ms, block 60 s, backoff 50 ms, delivery timeout 2 min, close
   * timeout 30 s, block when full, no spool, no metrics.
   *
   * @return a builder
   */
  public static ProducerOptionsBuilder builder() {
    return new ProducerOptionsBuilder();
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

  /** {@return what {@code put} does when the producer holds as much as it may} */
  public WhenFull whenFull() {
    return whenFull;
  }

  /** {@return where entries spill to} */
  public Path spillDirectory() {
    return spillDirectory;
  }

  /** {@return most bytes of disk for entries that spill} */
  public long maxSpillBytes() {
    return maxSpillBytes;
  }

  /** {@return the directory of the log that makes the producer durable; null for none} */
  public @Nullable Path spool() {
    return spool;
  }

  /** {@return most bytes of disk for the log} */
  public long maxSpoolBytes() {
    return maxSpoolBytes;
  }

  /** {@return whether {@code put} waits until the disk itself has the event} */
  public boolean spoolFsync() {
    return spoolFsync;
  }

  /** {@return what encrypts entries; null for nothing} */
  public @Nullable FrameCipher cipher() {
    return cipher;
  }

  /** {@return where events that are too large are kept; null for nowhere} */
  public @Nullable ClaimStore claims() {
    return claims;
  }
}
