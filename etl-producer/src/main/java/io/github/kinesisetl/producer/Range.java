// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.time.Duration;

/** What an option may be, both ends included. Immutable. */
final class Range {

  private static final String[] SIZE_UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private final String name;
  private final Unit unit;
  private final long min;
  private final long max;

  private Range(String name, Unit unit, long min, long max) {
    this.name = name;
    this.unit = unit;
    this.min = min;
    this.max = max;
  }

  static Range ofNumbers(String name, int min, int max) {
    return new Range(name, Unit.NUMBER, min, max);
  }

  static Range ofBytes(String name, long min, long max) {
    return new Range(name, Unit.BYTES, min, max);
  }

  static Range ofTimes(String name, Duration min, Duration max) {
    return new Range(name, Unit.NANOS, min.toNanos(), max.toNanos());
  }

  /** Checks a number or a size. */
  void check(long value) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, but is %d".formatted(name, min, max, value));
    }
  }

  /** Checks a time, however long it is. */
  void check(Duration value) {
    Duration least = Duration.ofNanos(min);
    Duration most = Duration.ofNanos(max);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s must be %s to %s, but is %s"
              .formatted(name, least.isZero() ? "0" : least, most, value));
    }
  }

  /** In words, such as {@code 1 KiB to 8 MiB}. */
  @Override
  public String toString() {
    return text(min) + " to " + text(max);
  }

  private String text(long value) {
    return switch (unit) {
      case NUMBER -> Long.toString(value);
      case BYTES -> size(value);
      case NANOS -> time(Duration.ofNanos(value));
    };
  }

  static String size(long bytes) {
    long amount = bytes;
    int sizeUnit = 0;
    while (amount >= 1 << 10 && amount % (1 << 10) == 0 && sizeUnit + 1 < SIZE_UNITS.length) {
      amount >>= 10;
      sizeUnit++;
    }
    return amount + " " + SIZE_UNITS[sizeUnit];
  }

  static String time(Duration time) {
    if (time.isZero()) {
      return "0";
    }
    if (time.toMillis() % 1_000 != 0) {
      return time.toMillis() + " ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + " h";
    }
    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " min" : seconds + " s";
  }

  private enum Unit {
    NUMBER,
    BYTES,
    NANOS
  }
}
