// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kinesisetl.quickstart.KnownSeries.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An alert of a series with the worst of what it saw. Immutable.
 *
 * @param start when it was raised
 * @param peak the moment farthest from what was expected
 * @param observed the value at the peak
 * @param expected the value that was forecast for it
 * @param range what would have passed, for people
 */
record Alert(Instant start, Instant peak, double observed, double expected, String range) {

  /** The alerts that were raised on a series, in their order. */
  static List<Alert> of(JobResult result, String series) {
    return Summary.alertStarts(result, series).stream()
        .flatMap(start -> last(result, series, start).stream())
        .toList();
  }

  boolean isIn(List<Window> windows) {
    return windows.stream().anyMatch(window -> window.contains(start));
  }

  /** An alert grows: what was written of it last knows its peak best. */
  private static Optional<Alert> last(JobResult result, String series, Instant start) {
    return result.alerts().stream()
        .filter(json -> json.path("key").asText().equals(series))
        .filter(json -> json.path("start").asText().equals(start.toString()))
        .reduce((earlier, later) -> later)
        .map(json -> of(json, start));
  }

  private static Alert of(JsonNode json, Instant start) {
    return new Alert(
        start,
        Instant.parse(json.path("peak_time").asText(start.toString())),
        json.path("observed").asDouble(),
        json.path("expected").asDouble(),
        Html.value(json.path("lower").asDouble())
            + " to "
            + Html.value(json.path("upper").asDouble()));
  }
}
