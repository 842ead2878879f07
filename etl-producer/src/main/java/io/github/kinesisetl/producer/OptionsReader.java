// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets a producer's options from text: from properties, or from the environment. Immutable. */
final class OptionsReader {

  private static final String PROPERTY_PREFIX = "kinesisetl.producer.";
  private static final String VARIABLE_PREFIX = "KINESISETL_PRODUCER_";
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]*)");

  private static final Map<String, Long> SIZE_UNITS =
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
  private static final Map<String, Long> TIME_UNITS =
      Map.of(
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /**
   * Each option's name, in the order in which they are set: the mode decides what others may be.
   */
  private static final Map<String, Setter> SETTERS = setters();

  private final String prefix;
  private final UnaryOperator<String> keyOf;

  private OptionsReader(String prefix, UnaryOperator<String> keyOf) {
    this.prefix = prefix;
    this.keyOf = keyOf;
  }

  /** For keys such as {@code kinesisetl.producer.maxBufferedBytes}. */
  static OptionsReader properties() {
    return new OptionsReader(PROPERTY_PREFIX, name -> PROPERTY_PREFIX + name);
  }

  /** For keys such as {@code KINESISETL_PRODUCER_MAX_BUFFERED_BYTES}. */
  static OptionsReader environment() {
    return new OptionsReader(
        VARIABLE_PREFIX,
        name -> VARIABLE_PREFIX + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
  }

  void read(Map<String, String> texts, ProducerOptionsBuilder builder) {
    Map<String, String> left = new TreeMap<>();
    texts.forEach((key, text) -> {
      if (key.startsWith(prefix)) {
        left.put(key, text);
      }
    });
    SETTERS.forEach((name, setter) -> {
      String text = left.remove(keyOf.apply(name));
      if (text != null) {
        set(keyOf.apply(name), text.trim(), setter, builder);
      }
    });
    if (!left.isEmpty()) {
      throw unknown(left.keySet().iterator().next());
    }
  }

  private static void set(String key, String text, Setter setter, ProducerOptionsBuilder builder) {
    try {
      setter.set(builder, text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s=%s: %s".formatted(key, text, e.getMessage()), e);
    }
  }

  private IllegalArgumentException unknown(String key) {
    String nearest =
        SETTERS.keySet().stream()
            .map(keyOf)
            .min(Comparator.comparingInt(known -> distance(bare(key), bare(known))))
            .orElseThrow();
    return new IllegalArgumentException(
        "%s is no option; did you mean %s?".formatted(key, nearest));
  }

  /** A name that was not written to its end is nearest. */
  private static int distance(String key, String known) {
    return known.startsWith(key) ? 0 : EditDistance.between(key, known);
  }

  /** Without what people write in different ways. */
  private static String bare(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private interface Setter {
    void set(ProducerOptionsBuilder builder, String text);
  }

  private static Map<String, Setter> setters() {
    Map<String, Setter> all = new LinkedHashMap<>();
    all.put("mode", (b, text) -> b.mode(oneOf(OutputMode.class, text)));
    all.put("recordFormat", (b, text) -> b.recordFormat(oneOf(FrameFormat.class, text)));
    all.put(
        "assumedDistribution", (b, text) -> b.assumedDistribution(oneOf(Distribution.class, text)));
    all.put("ordered", (b, text) -> b.ordered(truth(text)));
    all.put("maxAggregateBytes", (b, text) -> b.maxAggregateBytes(integer(bytes(text))));
    all.put("maxRecordBytes", (b, text) -> b.maxRecordBytes(integer(bytes(text))));
    all.put("maxBufferedBytes", (b, text) -> b.maxBufferedBytes(bytes(text)));
    all.put("maxInFlightRequests", (b, text) -> b.maxInFlightRequests(integer(number(text))));
    all.put("compressionThreads", (b, text) -> b.compressionThreads(integer(number(text))));
    all.put("compressionLevel", (b, text) -> b.compressionLevel(integer(number(text))));
    all.put("linger", (b, text) -> b.linger(time(text)));
    all.put("maxBlock", (b, text) -> b.maxBlock(time(text)));
    all.put("initialBackoff", (b, text) -> b.initialBackoff(time(text)));
    all.put("deliveryTimeout", (b, text) -> b.deliveryTimeout(time(text)));
    all.put("closeTimeout", (b, text) -> b.closeTimeout(time(text)));
    all.put("whenFull", (b, text) -> b.whenFull(oneOf(WhenFull.class, text)));
    all.put("spillDirectory", (b, text) -> b.spillDirectory(Path.of(text)));
    all.put("maxSpillBytes", (b, text) -> b.maxSpillBytes(bytes(text)));
    all.put("spool", (b, text) -> b.spool(Path.of(text)));
    all.put("maxSpoolBytes", (b, text) -> b.maxSpoolBytes(bytes(text)));
    all.put("spoolFsync", (b, text) -> b.spoolFsync(truth(text)));
    return all;
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("it must be one of " + List.of(type.getEnumConstants()));
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it must be true or false");
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it must be a whole number", e);
    }
  }

  /** What is too large for an int is out of every range, and the setter says which. */
  private static int integer(long number) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
  }

  private static long bytes(String text) {
    return amount(text, SIZE_UNITS, "a size such as 65536, 64KiB or 5MiB");
  }

  private static Duration time(String text) {
    try {
      return text.startsWith("P")
          ? Duration.parse(text)
          : Duration.ofNanos(amount(text, TIME_UNITS, "a time such as 100ms, 5s, 2m or PT0.1S"));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("it must be a time such as 100ms, 5s, 2m or PT0.1S", e);
    }
  }

  private static long amount(String text, Map<String, Long> units, String form) {
    Matcher matcher = AMOUNT.matcher(text);
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("it must be " + form);
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // out of every range, and the setter says which
    }
  }
}
