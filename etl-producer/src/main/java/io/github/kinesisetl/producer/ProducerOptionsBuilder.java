// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.producer.internal.Settings;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects options and checks each when it is set. Not safe for use by many threads. */
public final class ProducerOptionsBuilder {

  Encoding encoding = Encoding.DEFAULT;
  Memory memory = Memory.DEFAULT;
  Delivery delivery = Delivery.DEFAULT;
  Spill spill = Spill.DEFAULT;
  Durability durability = Durability.DEFAULT;
  Protection protection = Protection.DEFAULT;
  EtlMetrics metrics = EtlMetrics.NONE;
  private @Nullable Boolean ordered; // null for what the mode does by itself

  ProducerOptionsBuilder() {}

  ProducerOptionsBuilder(ProducerOptions options) {
    encoding = options.encoding();
    memory = options.memory();
    delivery = options.delivery();
    spill = options.spill();
    durability = options.durability();
    protection = options.protection();
    metrics = options.metrics();
    ordered = delivery.ordered() == ordersByItself() ? null : delivery.ordered();
  }

  /**
   * Sets what is written. {@code PLAIN} keeps no order. By default {@code DENSE}.
   *
   * @param mode the mode
   * @return this builder
   */
  public ProducerOptionsBuilder mode(OutputMode mode) {
    encoding = encoding.mode(mode);
    return this;
  }

  /**
   * Sets whether the events of a partition key keep their order through failures. A shard takes 1
   * MiB a second, so one entry in flight is seldom a limit. By default true, or false in mode
   * {@code PLAIN}.
   *
   * @param ordered true to keep it
   * @return this builder
   */
  public ProducerOptionsBuilder ordered(boolean ordered) {
    this.ordered = ordered;
    return this;
  }

  /**
   * Sets the most bytes of records in an entry before compression; one larger event travels alone.
   * By default 256 KiB.
   *
   * @param bytes 1 KiB to 8 MiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxAggregateBytes(int bytes) {
    encoding = encoding.maxAggregateBytes(bytes);
    return this;
  }

  /**
   * Compresses each record in modes {@code KPL} and {@code PLAIN}, if that pays. By default none.
   *
   * @param format the format
   * @return this builder
   */
  public ProducerOptionsBuilder recordFormat(FrameFormat format) {
    encoding =
        encoding.compression(encoding.compression().recordFormat(requireNonNull(format, "format")));
    return this;
  }

  /**
   * Says how the stream distributes records, for senders and permissions that do not tell. By
   * default {@code UNKNOWN}.
   *
   * @param distribution what is assumed if the stream does not tell
   * @return this builder
   */
  public ProducerOptionsBuilder assumedDistribution(Distribution distribution) {
    encoding = encoding.assumedDistribution(distribution);
    return this;
  }

  /**
   * Sets the largest record that is written. By default what the stream takes.
   *
   * @param bytes 1 KiB to 10 MiB, key included
   * @return this builder
   */
  public ProducerOptionsBuilder maxRecordBytes(int bytes) {
    Encoding.RECORDS.check(bytes); // 0 is what stands for no setting
    encoding = encoding.maxRecordBytes(bytes);
    return this;
  }

  /**
   * Sets the most bytes of events that are held at once. By default 64 MiB.
   *
   * @param bytes 1 MiB to 64 GiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxBufferedBytes(long bytes) {
    memory = memory.maxBufferedBytes(bytes);
    return this;
  }

  /**
   * Sets the most requests that are under way at once. By default 4.
   *
   * @param requests 1 to 256
   * @return this builder
   */
  public ProducerOptionsBuilder maxInFlightRequests(int requests) {
    delivery = delivery.maxInFlightRequests(requests);
    return this;
  }

  /**
   * Sets how many threads compress. By default 1.
   *
   * @param threads 1 to 64
   * @return this builder
   */
  public ProducerOptionsBuilder compressionThreads(int threads) {
    encoding = encoding.compression(encoding.compression().compressionThreads(threads));
    return this;
  }

  /**
   * Sets the level of zstd. By default 1.
   *
   * @param level 1 (fast) to 22 (small)
   * @return this builder
   */
  public ProducerOptionsBuilder compressionLevel(int level) {
    encoding = encoding.compression(encoding.compression().compressionLevel(level));
    return this;
  }

  /**
   * Sets the longest wait of an entry's first record for others. By default 100 ms.
   *
   * @param linger 0 to 60 s
   * @return this builder
   */
  public ProducerOptionsBuilder linger(Duration linger) {
    delivery = delivery.linger(linger);
    return this;
  }

  /**
   * Sets the longest wait of {@code put} for room. By default 60 s.
   *
   * @param maxBlock 0, which fails fast, to 1 h
   * @return this builder
   */
  public ProducerOptionsBuilder maxBlock(Duration maxBlock) {
    memory = memory.maxBlock(maxBlock);
    return this;
  }

  /**
   * Sets a failed entry's first wait; it doubles up to 5 s, with jitter. By default 50 ms.
   *
   * @param initialBackoff 1 ms to 5 s
   * @return this builder
   */
  public ProducerOptionsBuilder initialBackoff(Duration initialBackoff) {
    delivery = delivery.retry(delivery.retry().initialBackoff(initialBackoff));
    return this;
  }

  /**
   * Sets the longest life of an event, retries included. The events of a durable producer ({@link
   * #spool}) are not given up but wait; then this is the age from which on a warning tells of them.
   * By default 2 min.
   *
   * @param deliveryTimeout 0 to 24 h
   * @return this builder
   */
  public ProducerOptionsBuilder deliveryTimeout(Duration deliveryTimeout) {
    delivery = delivery.retry(delivery.retry().deliveryTimeout(deliveryTimeout));
    return this;
  }

  /**
   * Sets how long {@code open} asks a stream that is throttled, or does not answer; one that does
   * not exist or denies access fails at once. By default 30 s.
   *
   * @param openTimeout 0, which asks once, to 10 min
   * @return this builder
   */
  public ProducerOptionsBuilder openTimeout(Duration openTimeout) {
    delivery = delivery.retry(delivery.retry().openTimeout(openTimeout));
    return this;
  }

  /**
   * Sets the longest wait of {@code close} for events on their way. By default 30 s.
   *
   * @param closeTimeout 0 to 1 h
   * @return this builder
   */
  public ProducerOptionsBuilder closeTimeout(Duration closeTimeout) {
    delivery = delivery.closeTimeout(closeTimeout);
    return this;
  }

  /**
   * Sets where figures are reported. By default nowhere.
   *
   * @param metrics the metrics
   * @return this builder
   */
  public ProducerOptionsBuilder metrics(EtlMetrics metrics) {
    this.metrics = requireNonNull(metrics, "metrics");
    return this;
  }

  /**
   * Sets what {@code put} does when the producer holds as much as it may. By default {@code BLOCK}.
   *
   * @param whenFull block up to {@code maxBlock}, fail at once, or spill to disk and then block
   * @return this builder
   */
  public ProducerOptionsBuilder whenFull(WhenFull whenFull) {
    memory = memory.whenFull(whenFull);
    return this;
  }

  /**
   * Sets where {@code SPILL} keeps entries; the file has no name and ends with the process. What
   * cannot be read back is rejected, but of a durable producer sent by the next one from its log.
   * By default the platform's directory for temporary files.
   *
   * @param spillDirectory a directory
   * @return this builder
   */
  public ProducerOptionsBuilder spillDirectory(Path spillDirectory) {
    spill = spill.spillDirectory(spillDirectory);
    return this;
  }

  /**
   * Sets the most bytes of disk that {@code SPILL} takes. Some 512 bytes of memory remain for each
   * entry on disk, so to use much disk, make entries large. By default 1 GiB.
   *
   * @param bytes 64 MiB to 1 TiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxSpillBytes(long bytes) {
    spill = spill.maxSpillBytes(bytes);
    return this;
  }

  /**
   * Makes the producer durable: events are written to a log before {@code put} returns, and those
   * that a process leaves behind, however it ends, are sent by the next producer with the same
   * directory before anything new, with the ids that they have. By default no log.
   *
   * <p>An event leaves the log when it is stored, or when the stream refuses it by itself and a
   * callback is told. Everything else waits and is sent again, however long that takes, with a
   * warning once a minute: what is denied, throttled or not answered, a key service that is away.
   * What the stream refuses while nobody waits to hear ({@link PutCallback#NONE}, events of an
   * earlier process) is set aside in a file of the directory, and the next producer tries it again.
   * The log is not encrypted; its files are readable by their owner only.
   *
   * @param directory a directory on a local disk, for one producer at a time
   * @return this builder
   */
  public ProducerOptionsBuilder spool(Path directory) {
    durability = durability.spool(requireNonNull(directory, "directory"));
    return this;
  }

  /**
   * Sets the most bytes of disk that the log takes. By default 1 GiB.
   *
   * @param bytes 32 MiB to 1 TiB
   * @return this builder
   */
  public ProducerOptionsBuilder maxSpoolBytes(long bytes) {
    durability = durability.maxSpoolBytes(bytes);
    return this;
  }

  /**
   * Sets whether {@code put} waits until the disk itself has the event. Without it, events survive
   * the end of the process, but not that of the machine. By default false.
   *
   * @param spoolFsync true to wait; threads that put at the same time share one write
   * @return this builder
   */
  public ProducerOptionsBuilder spoolFsync(boolean spoolFsync) {
    durability = durability.spoolFsync(spoolFsync);
    return this;
  }

  /**
   * Encrypts every entry, after compression; in mode {@code PLAIN} each event, so there the key
   * service's failures reach {@code put}. Partition keys and the log on disk are not encrypted. By
   * default nothing.
   *
   * @param cipher the cipher; readers need one for the same keys
   * @return this builder
   */
  public ProducerOptionsBuilder cipher(FrameCipher cipher) {
    protection = protection.cipher(requireNonNull(cipher, "cipher"));
    return this;
  }

  /**
   * Keeps events that are too large for the stream in object storage, and puts a claim check in
   * their place. Without it they are rejected. Storing blocks {@code put}, which throws what the
   * store throws and has then taken nothing. By default nowhere.
   *
   * @param claims the store; readers need one for the same place
   * @return this builder
   */
  public ProducerOptionsBuilder claims(ClaimStore claims) {
    protection = protection.claims(requireNonNull(claims, "claims"));
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
    OptionsReader.read(Settings.ofProperties(properties), this);
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
    OptionsReader.read(Settings.ofEnvironment(environment), this);
    return this;
  }

  /**
   * Completes the options.
   *
   * @return the options
   * @throws IllegalArgumentException if two settings contradict each other, or one could have no
   *     effect beside another; the message names both
   */
  public ProducerOptions build() {
    delivery = delivery.ordered(ordered == null ? ordersByItself() : ordered);
    return new ProducerOptions(this);
  }

  private boolean ordersByItself() {
    return encoding.mode() != OutputMode.PLAIN;
  }
}
