// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ticks at round moments. Stateless. */
final class TimeAxis {

  static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);
  private static final double[] SECONDS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
    43_200
  };
  private static final int[] DAYS = {1, 2, 5, 10, 15};
  private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120};
  private static final int STEPS = 10;
  private static final long SECONDS_A_DAY = 86_400;
  private static final long DAYS_FOR_MONTHS = 75;

  private TimeAxis() {}

  /** A moment with its label. */
  record Tick(double at, String label) {}

  /** Ticks of a scale in seconds from 0; in minutes or hours if it is long. */
  static List<Tick> elapsed(Scale seconds) {
    double step = SECONDS[SECONDS.length - 1];
    for (int i = SECONDS.length - 1; i >= 0; i--) {
      step = seconds.high() / SECONDS[i] <= STEPS ? SECONDS[i] : step;
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= seconds.high() * (1 + 1e-9); i++) {
      ticks.add(new Tick(i * step, label(i * step, step)));
    }
    return ticks;
  }

  /** In the largest unit of which a step is at least one. */
  private static String label(double seconds, double step) {
    if (step < 60) {
      return Html.place(seconds) + "\u00a0s";
    }
    return step < 3_600
        ? Html.place(seconds / 60) + "\u00a0min"
        : Html.place(seconds / 3_600) + "\u00a0h";
  }

  /** Ticks of a scale in seconds since 1970, at the beginnings of days or months, in UTC. */
  static List<Tick> calendar(Scale epochSeconds) {
    LocalDate first = day(epochSeconds.low());
    long days = day(epochSeconds.high()).toEpochDay() - first.toEpochDay();
    return days > DAYS_FOR_MONTHS
        ? months(epochSeconds, first, least(MONTHS, days / 30))
        : days(epochSeconds, first, least(DAYS, days));
  }

  private static int least(int[] steps, long span) {
    for (int step : steps) {
      if (span / step <= STEPS) {
        return step;
      }
    }
    return steps[steps.length - 1];
  }

  private static List<Tick> months(Scale scale, LocalDate first, int step) {
    List<Tick> ticks = new ArrayList<>();
    LocalDate day = first.withDayOfMonth(1);
    for (; epoch(day) <= scale.high(); day = day.plusMonths(step)) {
      addIfIn(scale, day, MONTH, ticks);
    }
    return ticks;
  }

  private static List<Tick> days(Scale scale, LocalDate first, int step) {
    List<Tick> ticks = new ArrayList<>();
    for (LocalDate day = first; epoch(day) <= scale.high(); day = day.plusDays(step)) {
      addIfIn(scale, day, DAY, ticks);
    }
    return ticks;
  }

  private static void addIfIn(
      Scale scale, LocalDate day, DateTimeFormatter format, List<Tick> ticks) {
    if (epoch(day) >= scale.low()) {
      ticks.add(new Tick(epoch(day), day.format(format)));
    }
  }

  private static double epoch(LocalDate day) {
    return (double) day.toEpochDay() * SECONDS_A_DAY;
  }

  private static LocalDate day(double epochSeconds) {
    return Instant.ofEpochSecond((long) epochSeconds).atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
