// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An option that text can set. {@link #ALL} is the one table that the reader of properties and
 * environment, the printed options and docs/options.md come from.
 *
 * @param optionName the name of its setter and, with a prefix, of its property
 * @param purpose what it is for, in a sentence
 * @param range what it may be, in words
 * @param getter what it is set to
 * @param setter sets it by a text
 */
record ProducerOption(
    String optionName, String purpose, String range, Getter getter, Setter setter) {

  /** In the order in which they are told. */
  static final List<ProducerOption> ALL =
      List.of(
          new ProducerOption(
              "mode",
              "What is written, chosen by who reads the stream.",
              oneOf(OutputMode.values()),
              o -> o.encoding().mode(),
              (b, text) -> b.mode(OptionText.oneOf(OutputMode.class, text))),
          new ProducerOption(
              "recordFormat",
              "Compresses each record by itself in modes `KPL` and `PLAIN`, if it gets smaller.",
              oneOf(FrameFormat.values()),
              o -> o.encoding().compression().recordFormat(),
              (b, text) -> b.recordFormat(OptionText.oneOf(FrameFormat.class, text))),
          new ProducerOption(
              "compressionLevel",
              "The level of zstd: fast to small.",
              Compression.LEVELS.toString(),
              o -> o.encoding().compression().compressionLevel(),
              (b, text) -> b.compressionLevel(OptionText.integer(text))),
          new ProducerOption(
              "compressionThreads",
              "How many threads compress.",
              Compression.THREADS.toString(),
              o -> o.encoding().compression().compressionThreads(),
              (b, text) -> b.compressionThreads(OptionText.integer(text))),
          new ProducerOption(
              "maxAggregateBytes",
              "Most bytes of records in an entry before compression; one larger event travels alone.",
              Encoding.AGGREGATES.toString(),
              o -> o.encoding().maxAggregateBytes(),
              (b, text) -> b.maxAggregateBytes(OptionText.intBytes(text))),
          new ProducerOption(
              "maxRecordBytes",
              "Largest record that is written, key included.",
              Encoding.RECORDS.toString(),
              o ->
                  o.encoding().maxRecordBytes() == 0
                      ? "the stream's"
                      : o.encoding().maxRecordBytes(),
              (b, text) -> b.maxRecordBytes(OptionText.intBytes(text))),
          new ProducerOption(
              "assumedDistribution",
              "How the stream distributes records, for senders and permissions that do not tell.",
              oneOf(Distribution.values()),
              o -> o.encoding().assumedDistribution(),
              (b, text) -> b.assumedDistribution(OptionText.oneOf(Distribution.class, text))),
          new ProducerOption(
              "maxBufferedBytes",
              "Most bytes of events that are held at once.",
              Memory.BUFFERS.toString(),
              o -> o.memory().maxBufferedBytes(),
              (b, text) -> b.maxBufferedBytes(OptionText.bytes(text))),
          new ProducerOption(
              "whenFull",
              "What `put` does when they are held: wait, fail at once, or spill to disk and then wait.",
              oneOf(WhenFull.values()),
              o -> o.memory().whenFull(),
              (b, text) -> b.whenFull(OptionText.oneOf(WhenFull.class, text))),
          new ProducerOption(
              "maxBlock",
              "Longest wait of `put` for room.",
              Memory.BLOCKS.toString(),
              o -> o.memory().maxBlock(),
              (b, text) -> b.maxBlock(OptionText.time(text))),
          new ProducerOption(
              "ordered",
              "Whether the events of a partition key keep their order through failures; never in `PLAIN`.",
              "true or false",
              o -> o.delivery().ordered(),
              (b, text) -> b.ordered(OptionText.truth(text))),
          new ProducerOption(
              "linger",
              "Longest wait of an entry's first record for others.",
              Delivery.LINGERS.toString(),
              o -> o.delivery().linger(),
              (b, text) -> b.linger(OptionText.time(text))),
          new ProducerOption(
              "maxInFlightRequests",
              "Most requests that are under way at once, a thread and a connection each.",
              Delivery.REQUESTS.toString(),
              o -> o.delivery().maxInFlightRequests(),
              (b, text) -> b.maxInFlightRequests(OptionText.integer(text))),
          new ProducerOption(
              "initialBackoff",
              "First wait of a failed entry; it doubles up to 5 s, with jitter.",
              Retry.BACKOFFS.toString(),
              o -> o.delivery().retry().initialBackoff(),
              (b, text) -> b.initialBackoff(OptionText.time(text))),
          new ProducerOption(
              "deliveryTimeout",
              "Longest life of an event, retries included; with `spool`, from what age on a warning tells of it.",
              Retry.DELIVERIES.toString(),
              o -> o.delivery().retry().deliveryTimeout(),
              (b, text) -> b.deliveryTimeout(OptionText.time(text))),
          new ProducerOption(
              "openTimeout",
              "How long `open` asks a stream that is throttled or does not answer.",
              Retry.OPENS.toString(),
              o -> o.delivery().retry().openTimeout(),
              (b, text) -> b.openTimeout(OptionText.time(text))),
          new ProducerOption(
              "closeTimeout",
              "Longest wait of `close` for events on their way.",
              Delivery.CLOSES.toString(),
              o -> o.delivery().closeTimeout(),
              (b, text) -> b.closeTimeout(OptionText.time(text))),
          new ProducerOption(
              "spillDirectory",
              "Where `SPILL` keeps entries.",
              "an existing directory",
              o -> o.spill().spillDirectory(),
              (b, text) -> b.spillDirectory(Path.of(text))),
          new ProducerOption(
              "maxSpillBytes",
              "Most bytes of disk that `SPILL` takes.",
              Spill.SIZES.toString(),
              o -> o.spill().maxSpillBytes(),
              (b, text) -> b.maxSpillBytes(OptionText.bytes(text))),
          new ProducerOption(
              "spool",
              "The log that makes the producer durable: the next one with the same directory sends the rest.",
              "a directory on a local disk",
              o -> o.durability().spool(),
              (b, text) -> b.spool(Path.of(text))),
          new ProducerOption(
              "maxSpoolBytes",
              "Most bytes of disk that the log takes.",
              Durability.SIZES.toString(),
              o -> o.durability().maxSpoolBytes(),
              (b, text) -> b.maxSpoolBytes(OptionText.bytes(text))),
          new ProducerOption(
              "spoolFsync",
              "Whether `put` waits until the disk itself has the event.",
              "true or false",
              o -> o.durability().spoolFsync(),
              (b, text) -> b.spoolFsync(OptionText.truth(text))));

  /** What it is set to, in words. */
  String valueIn(ProducerOptions options) {
    Object value = getter.apply(options);
    if (value == null) {
      return "none";
    }
    if (value instanceof Duration time) {
      return Range.time(time);
    }
    boolean isSize = value instanceof Number && optionName.endsWith("Bytes");
    return isSize ? Range.size(((Number) value).longValue()) : value.toString();
  }

  /** Sets it. */
  void set(ProducerOptionsBuilder builder, String text) {
    setter.set(builder, text);
  }

  private static String oneOf(Enum<?>[] values) {
    return String.join(", ", Arrays.stream(values).map(value -> "`" + value.name() + "`").toList());
  }

  interface Getter extends Function<ProducerOptions, @Nullable Object> {}

  interface Setter {
    void set(ProducerOptionsBuilder builder, String text);
  }
}
