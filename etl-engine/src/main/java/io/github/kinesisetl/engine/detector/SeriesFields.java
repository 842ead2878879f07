// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import static java.util.Objects.requireNonNull;

/**
 * Where an event carries a point of a series.
 *
 * @param eventType events of this {@code event_type} are points, others are none of the detector's
 *     business
 * @param key the field that names the series, a string
 * @param time the field with the point's own time, in ISO 8601 with an offset
 * @param value the field with the value, a number
 */
public record SeriesFields(String eventType, String key, String time, String value) {

  /** Checks that all are there. */
  public SeriesFields {
    requireNonNull(eventType, "eventType");
    requireNonNull(key, "key");
    requireNonNull(time, "time");
    requireNonNull(value, "value");
  }
}
