// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;

/**
 * How a producer behaves: every option has a default that suits most streams, and docs/options.md
 * lists them all. Immutable; equal if all settings are.
 *
 * @param encoding what is written
 * @param memory what is held at once
 * @param delivery how entries are sent
 * @param spill where entries go that memory cannot hold
 * @param durability the log that lets events outlive the process
 * @param protection what encrypts, and where large events lie
 * @param metrics where figures are reported
 */
public record ProducerOptions(
    Encoding encoding,
    Memory memory,
    Delivery delivery,
    Spill spill,
    Durability durability,
    Protection protection,
    EtlMetrics metrics) {

  /**
   * Checks how the settings go together: one that could have no effect beside another is refused.
   *
   * @throws IllegalArgumentException if two contradict each other; the message names both
   */
  public ProducerOptions {
    requireNonNull(metrics, "metrics");
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
        encoding.recordFormat() != null && mode == OutputMode.DENSE,
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
        encoding.compressionLevel() != Encoding.DEFAULT.compressionLevel() && !encoding.usesZstd(),
        "compressionLevel must not be set in mode %s without recordFormat ZSTD".formatted(mode));
    refuseIf(
        encoding.compressionThreads() != Encoding.DEFAULT.compressionThreads()
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
