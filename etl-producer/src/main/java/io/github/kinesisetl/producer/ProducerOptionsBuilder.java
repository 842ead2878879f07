// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects options and checks each when it is set. Not safe for use by many threads. */
public final class ProducerOptionsBuilder {
  OutputMode mode = OutputMode.DENSE;
  boolean ordered = true;
  int maxAggregateBytes = 256 << 10;
  int maxRecordBytes; // 0 for what the stream takes
  @Nullable FrameFormat recordFormat;
  Distribution assumedDistribution = Distribution.UNKNOWN;
  long maxBufferedBytes = 64 << 20;
  int maxInFlightRequests = 4;
  int compressionThreads = 1;
  int compressionLevel = Compressor.DEFAULT_ZSTD_LEVEL;
  Duration linger = Duration.ofMillis(100);
  Duration maxBlock = Duration.ofSeconds(60);
  Duration initialBackoff = Duration.ofMillis(50);
  Duration deliveryTimeout = Duration.ofMinutes(2);
  Duration closeTimeout = Duration.ofSeconds(30);
  EtlMetrics metrics = EtlMetrics.NONE;

  @Nullable FrameCipher cipher;
  @Nullable ClaimStore claims;
  WhenFull whenFull = WhenFull.BLOCK;
  Path spillDirectory = Path.of(System.getProperty("java.io.tmpdir"));
  long maxSpillBytes = 1L << 30;
  @Nullable Path spool;
  long maxSpoolBytes = 1L << 30;
  boolean spoolFsync;

  ProducerOptionsBuilder() {}

  /**
   * Sets what is written. {@code PLAIN} keeps no order, so {@code ordered} is then off.
   *
   * @param mode the mode
   * @return this builder
   */
  public ProducerOptionsBuilder mode(OutputMode mode) {
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
  public ProducerOptionsBuilder ordered(boolean ordered) {
    if (ordered && mode == OutputMode.PLAIN) {
      throw new IllegalArgumentException("ordered must be false in mode PLAIN, but is true");
    }
    this.ordered = ordered;
    return this;
  }

  /**
   * Sets the most bytes of records in an entry before compression; one larger event travels alone.
   *
   * @param bytes 1 KiB to 8 MiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxAggregateBytes(int bytes) {
    maxAggregateBytes = (int) inRange("maxAggregateBytes", bytes, 1 << 10, 8 << 20);
    return this;
  }

  /**
   * Compresses each record by itself in modes {@code KPL} and {@code PLAIN}, if it gets smaller.
   *
   * @param format the format
   * @return this builder
   */
  public ProducerOptionsBuilder recordFormat(FrameFormat format) {
    recordFormat = requireNonNull(format, "format");
    return this;
  }

  /**
   * Says how the stream distributes records, for senders and permissions that do not tell.
   *
   * @param distribution what is assumed if the stream does not tell
   * @return this builder
   */
  public ProducerOptionsBuilder assumedDistribution(Distribution distribution) {
    assumedDistribution = requireNonNull(distribution, "distribution");
    return this;
  }

  /**
   * Sets the largest record that is written; without it, what the stream takes.
   *
   * @param bytes 1 KiB to 10 MiB, key included
   * @return this builder
   */
  public ProducerOptionsBuilder maxRecordBytes(int bytes) {
    maxRecordBytes = (int) inRange("maxRecordBytes", bytes, 1 << 10, 10 << 20);
    return this;
  }

  /**
   * Sets the most bytes of events that are held at once.
   *
   * @param bytes 1 MiB to 64 GiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxBufferedBytes(long bytes) {
    maxBufferedBytes = inRange("maxBufferedBytes", bytes, 1 << 20, 64L << 30);
    return this;
  }

  /**
   * Sets the most requests that are under way at once.
   *
   * @param requests 1 to 256
   * @return this builder
   */
  public ProducerOptionsBuilder maxInFlightRequests(int requests) {
    maxInFlightRequests = (int) inRange("maxInFlightRequests", requests, 1, 256);
    return this;
  }

  /**
   * Sets how many threads compress.
   *
   * @param threads 1 to 64
   * @return this builder
   */
  public ProducerOptionsBuilder compressionThreads(int threads) {
    compressionThreads = (int) inRange("compressionThreads", threads, 1, 64);
    return this;
  }

  /**
   * Sets the level of zstd.
   *
   * @param level 1 (fast) to 22 (small)
   * @return this builder
   */
  public ProducerOptionsBuilder compressionLevel(int level) {
    compressionLevel = (int) inRange("compressionLevel", level, 1, 22);
    return this;
  }

  /**
   * Sets the longest wait of an entry's first record for others.
   *
   * @param linger 0 to 60 s
   * @return this builder
   */
  public ProducerOptionsBuilder linger(Duration linger) {
    this.linger = inRange("linger", linger, Duration.ofSeconds(60));
    return this;
  }

  /**
   * Sets the longest wait of {@code put} for room.
   *
   * @param maxBlock 0, which fails fast, to 1 h
   * @return this builder
   */
  public ProducerOptionsBuilder maxBlock(Duration maxBlock) {
    this.maxBlock = inRange("maxBlock", maxBlock, Duration.ofHours(1));
    return this;
  }

  /**
   * Sets how long a failed entry waits at first; it doubles up to 5 s, with jitter.
   *
   * @param initialBackoff 1 ms to 5 s
   * @return this builder
   */
  public ProducerOptionsBuilder initialBackoff(Duration initialBackoff) {
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
  public ProducerOptionsBuilder deliveryTimeout(Duration deliveryTimeout) {
    this.deliveryTimeout = inRange("deliveryTimeout", deliveryTimeout, Duration.ofHours(24));
    return this;
  }

  /**
   * Sets the longest wait of {@code close} for events on their way.
   *
   * @param closeTimeout 0 to 1 h
   * @return this builder
   */
  public ProducerOptionsBuilder closeTimeout(Duration closeTimeout) {
    this.closeTimeout = inRange("closeTimeout", closeTimeout, Duration.ofHours(1));
    return this;
  }

  /**
   * Sets where figures are reported.
   *
   * @param metrics the metrics
   * @return this builder
   */
  public ProducerOptionsBuilder metrics(EtlMetrics metrics) {
    this.metrics = requireNonNull(metrics, "metrics");
    return this;
  }

  /**
   * Sets what {@code put} does when the producer holds as much as it may.
   *
   * @param whenFull block up to {@code maxBlock}, fail at once, or spill to disk and then block
   * @return this builder
   */
  public ProducerOptionsBuilder whenFull(WhenFull whenFull) {
    this.whenFull = requireNonNull(whenFull, "whenFull");
    return this;
  }

  /**
   * Sets where {@code SPILL} keeps entries; the file has no name and ends with the process.
   *
   * @param spillDirectory a directory; the platform's for temporary files by default
   * @return this builder
   */
  public ProducerOptionsBuilder spillDirectory(Path spillDirectory) {
    this.spillDirectory = requireNonNull(spillDirectory, "spillDirectory");
    return this;
  }

  /**
   * Sets the most bytes of disk that {@code SPILL} takes. Some 512 bytes of memory remain for each
   * entry on disk, so to use much disk, make entries large.
   *
   * @param bytes 64 MiB to 1 TiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxSpillBytes(long bytes) {
    maxSpillBytes = inRange("maxSpillBytes", bytes, 64 << 20, 1L << 40);
    return this;
  }

  /**
   * Makes the producer durable: events are written to a log before {@code put} returns, and those
   * that a process leaves behind, however it ends, are sent by the next producer with the same
   * directory before anything new, with the ids that they have.
   *
   * @param directory a directory on a local disk, for one producer at a time
   * @return this builder
   */
  public ProducerOptionsBuilder spool(Path directory) {
    spool = requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Sets the most bytes of disk that the log takes.
   *
   * @param bytes 32 MiB to 1 TiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxSpoolBytes(long bytes) {
    maxSpoolBytes = inRange("maxSpoolBytes", bytes, 32 << 20, 1L << 40);
    return this;
  }

  /**
   * Sets whether {@code put} waits until the disk itself has the event. Without it, events survive
   * the end of the process, but not that of the machine.
   *
   * @param spoolFsync true to wait; threads that put at the same time share one write
   * @return this builder
   */
  public ProducerOptionsBuilder spoolFsync(boolean spoolFsync) {
    this.spoolFsync = spoolFsync;
    return this;
  }

  /**
   * Encrypts every entry, after compression; in mode {@code PLAIN} each event, so there the key
   * service's failures reach {@code put}. Partition keys and the log on disk are not encrypted.
   *
   * @param cipher the cipher; readers need one for the same keys
   * @return this builder
   */
  public ProducerOptionsBuilder cipher(FrameCipher cipher) {
    this.cipher = requireNonNull(cipher, "cipher");
    return this;
  }

  /**
   * Keeps events that are too large for the stream in object storage, and puts a claim check in
   * their place. Without it they are rejected. Storing blocks {@code put}, which throws what the
   * store throws and has then taken nothing.
   *
   * @param claims the store; readers need one for the same place
   * @return this builder
   */
  public ProducerOptionsBuilder claims(ClaimStore claims) {
    this.claims = requireNonNull(claims, "claims");
    return this;
  }

  /**
   * Sets options by name, as {@code kinesisetl.producer.linger=100ms} or {@code
   * kinesisetl.producer.maxBufferedBytes=64MiB}; every option but metrics, cipher and claims has a
   * key. Keys without the prefix are left alone.
   *
   * @param properties keys and values
   * @return this builder
   * @throws IllegalArgumentException if a key with the prefix is unknown, or a value is not
   *     allowed; the message names key, value and range
   */
  public ProducerOptionsBuilder properties(Map<String, String> properties) {
    OptionsReader.properties().read(properties, this);
    return this;
  }

  /**
   * As {@link #properties(Map)}, defaults included.
   *
   * @param properties keys and values
   * @return this builder
   */
  public ProducerOptionsBuilder properties(Properties properties) {
    return properties(
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, properties::getProperty)));
  }

  /**
   * Sets options by environment variables, as {@code KINESISETL_PRODUCER_LINGER=100ms}.
   *
   * @param environment {@code System.getenv()}
   * @return this builder
   * @throws IllegalArgumentException if a variable with the prefix is unknown, or a value is not
   *     allowed; the message names variable, value and range
   */
  public ProducerOptionsBuilder environment(Map<String, String> environment) {
    OptionsReader.environment().read(environment, this);
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
    if (cipher != null && mode == OutputMode.KPL) {
      throw new IllegalArgumentException(
          "cipher must not be set in mode KPL, whose readers open no encrypted entries; use DENSE or"
              + " PLAIN");
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
    throw new IllegalArgumentException("%s must be 0 to %s, but is %s".formatted(name, max, value));
  }
}
