// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of options: {@code 64KiB}, {@code 100ms}, {@code true}. What it refuses, it says
 * without the option's name, which the caller adds.
 */
final class OptionText {

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

  private OptionText() {}

  static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("it must be one of " + List.of(type.getEnumConstants()));
  }

  static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it must be true or false");
    };
  }

  static int integer(String text) {
    try {
      return clamped(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it must be a whole number", e);
    }
  }

  static int intBytes(String text) {
    return clamped(bytes(text));
  }

  /** What is too large for an int is out of every range, and the setter says which. */
  private static int clamped(long number) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
  }

  static long bytes(String text) {
    return amount(text, SIZE_UNITS, "a size such as 65536, 64KiB or 5MiB");
  }

  static Duration time(String text) {
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
