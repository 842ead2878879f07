// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a producer behaves: every option has a default that suits most streams, and docs/options.md
 * lists them all. Immutable; equal if all settings are.
 */
public final class ProducerOptions {

  private final Encoding encoding;
  private final Memory memory;
  private final Delivery delivery;
  private final Spill spill;
  private final Durability durability;
  private final Protection protection;
  private final EtlMetrics metrics;

  /**
   * Checks how the settings go together: one that could have no effect beside another is refused.
   */
  ProducerOptions(ProducerOptionsBuilder builder) {
    encoding = builder.encoding;
    memory = builder.memory;
    delivery = builder.delivery;
    spill = builder.spill;
    durability = builder.durability;
    protection = builder.protection;
    metrics = builder.metrics;
    requireBytesThatFit(encoding, memory);
    requireWhatTheModeDoes(encoding, delivery, protection);
    requireCompression(encoding);
    requireDisks(memory, spill, durability);
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder
   */
  public static ProducerOptionsBuilder builder() {
    return new ProducerOptionsBuilder();
  }

  /**
   * Starts with these options.
   *
   * @return a builder that changes nothing here
   */
  public ProducerOptionsBuilder toBuilder() {
    return new ProducerOptionsBuilder(this);
  }

  /** {@return what is written} */
  public Encoding encoding() {
    return encoding;
  }

  /** {@return what is held at once} */
  public Memory memory() {
    return memory;
  }

  /** {@return how entries are sent} */
  public Delivery delivery() {
    return delivery;
  }

  /** {@return where entries go that memory cannot hold} */
  public Spill spill() {
    return spill;
  }

  /** {@return the log that lets events outlive the process} */
  public Durability durability() {
    return durability;
  }

  /** {@return what encrypts, and where large events lie} */
  public Protection protection() {
    return protection;
  }

  /** {@return where figures are reported} */
  public EtlMetrics metrics() {
    return metrics;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProducerOptions options && settings().equals(options.settings());
  }

  @Override
  public int hashCode() {
    return settings().hashCode();
  }

  /** Tells every setting by its name, and no secret. */
  @Override
  public String toString() {
    var text = new StringBuilder("ProducerOptions[");
    for (ProducerOption option : ProducerOption.ALL) {
      text.append(option.optionName()).append('=').append(option.valueIn(this)).append(", ");
    }
    return text.append(protection)
        .append(", metrics=")
        .append(metrics.equals(EtlMetrics.NONE) ? "none" : metrics.getClass().getName())
        .append(']')
        .toString();
  }

  private List<Object> settings() {
    return List.of(encoding, memory, delivery, spill, durability, protection, metrics);
  }

  private static void requireBytesThatFit(Encoding encoding, Memory memory) {
    if (encoding.maxRecordBytes() > memory.maxBufferedBytes()) {
      throw new IllegalArgumentException(
          "maxRecordBytes must be at most maxBufferedBytes, but %d is more than %d"
              .formatted(encoding.maxRecordBytes(), memory.maxBufferedBytes()));
    }
  }

  private static void requireWhatTheModeDoes(
      Encoding encoding, Delivery delivery, Protection protection) {
    OutputMode mode = encoding.mode();
    refuseIf(
        protection.cipher() != null && mode == OutputMode.KPL,
        "cipher must not be set in mode KPL, whose readers open no encrypted entries; use DENSE or"
            + " PLAIN");
    refuseIf(
        delivery.ordered() && mode == OutputMode.PLAIN,
        "ordered must be false in mode PLAIN, but is true");
    refuseIf(
        encoding.compression().recordFormat() != null && mode == OutputMode.DENSE,
        "recordFormat must not be set in mode DENSE, which compresses whole aggregates; use KPL or"
            + " PLAIN");
    refuseIf(
        encoding.maxAggregateBytes() != Encoding.DEFAULT.maxAggregateBytes()
            && mode == OutputMode.PLAIN,
        "maxAggregateBytes must not be set in mode PLAIN, which has no aggregates");
  }

  private static void requireCompression(Encoding encoding) {
    OutputMode mode = encoding.mode();
    refuseIf(
        encoding.compression().compressionLevel() != Compression.DEFAULT.compressionLevel()
            && !encoding.usesZstd(),
        "compressionLevel must not be set in mode %s without recordFormat ZSTD".formatted(mode));
    refuseIf(
        encoding.compression().compressionThreads() != Compression.DEFAULT.compressionThreads()
            && mode == OutputMode.PLAIN,
        "compressionThreads must not be set in mode PLAIN, where the threads that put compress");
  }

  private static void requireDisks(Memory memory, Spill spill, Durability durability) {
    refuseIf(
        memory.whenFull() == WhenFull.FAIL
            && !memory.maxBlock().isZero()
            && !memory.maxBlock().equals(Memory.DEFAULT.maxBlock()),
        "maxBlock must not be set with whenFull FAIL, which waits for nothing");
    refuseIf(
        memory.whenFull() != WhenFull.SPILL && !spill.equals(Spill.DEFAULT),
        "spillDirectory and maxSpillBytes must not be set without whenFull SPILL, but whenFull is "
            + memory.whenFull());
    boolean isDurable = durability.spool() != null;
    refuseIf(
        durability.spoolFsync() && !isDurable,
        "spoolFsync must be false without a spool, but is" + " true");
    refuseIf(
        durability.maxSpoolBytes() != Durability.DEFAULT.maxSpoolBytes() && !isDurable,
        "maxSpoolBytes must not be set without a spool");
  }

  private static void refuseIf(boolean isWrong, String message) {
    if (isWrong) {
      throw new IllegalArgumentException(message);
    }
  }
}
