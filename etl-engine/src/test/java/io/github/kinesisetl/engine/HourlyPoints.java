// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.detector.SeriesFields;
import java.time.Duration;
import java.time.Instant;

/** Points of series with a daily rhythm, an hour apart, as the handlers' tests put them. */
final class HourlyPoints {

  static final SeriesFields FIELDS = new SeriesFields("metric", "series", "timestamp", "value");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private HourlyPoints() {}

  static Instant time(int hour) {
    return START.plus(Duration.ofHours(hour));
  }

  /** The value of an hour; in one of them, 2,000 more. */
  static double value(int hour, int spikeHour) {
    return 100 + 50 * Math.sin(hour * Math.PI / 12) + (hour == spikeHour ? 2_000 : 0);
  }

  static String point(String series, int hour, int spikeHour) {
    return point(series, time(hour), value(hour, spikeHour));
  }

  static String point(String series, Instant time, double value) {
    return "{\"event_type\":\"metric\",\"series\":\"%s\",\"timestamp\":\"%s\",\"value\":%s}"
        .formatted(series, time, value);
  }

  /** An entry a point of some hours of a series. */
  static Batches hours(String series, int from, int to, int spikeHour) {
    var event = new Batches();
    for (int hour = from; hour < to; hour++) {
      event.record(series, point(series, hour, spikeHour));
    }
    return event;
  }
}
