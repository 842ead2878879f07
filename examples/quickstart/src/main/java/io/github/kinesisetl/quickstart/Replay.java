// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.quickstart.KnownSeries.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The events in the order in which they are put: log lines over and over, with the points of the
 * series spread among them, and now and then a broken one. Deterministic. Immutable.
 */
final class Replay {

  static final String METRIC = "metric";

  /** One event of so many is broken. */
  private static final int BROKEN_EVERY = 1_009;

  private final WebLog log;
  private final List<KnownSeries> series;
  private final List<SeriesPoint> points;
  private final int events;

  /** A replay; the series are cut if they would be more than half of the events. */
  Replay(WebLog log, List<KnownSeries> series, int events) {
    int total = series.stream().mapToInt(one -> one.points().size()).sum();
    double share = Math.min(1, events / 2.0 / total);
    this.log = log;
    this.series =
        series.stream().map(one -> one.first((int) (one.points().size() * share))).toList();
    this.points = inTurn(this.series);
    this.events = events;
  }

  int events() {
    return events;
  }

  List<KnownSeries> series() {
    return series;
  }

  /** The event at a place; each call makes it anew. */
  ReplayEvent event(int number) {
    long pointsBefore = (long) number * points.size() / events;
    boolean isPoint = (long) (number + 1) * points.size() / events > pointsBefore;
    if (isPoint) {
      SeriesPoint point = points.get((int) pointsBefore);
      return ReplayEvent.good(point.series, metric(point, number));
    }
    ObjectNode event = log.event((int) ((number - pointsBefore) % log.size()));
    event.put(ReplayEvent.NUMBER, number);
    String key = event.get("user_id").asText();
    return number % BROKEN_EVERY == BROKEN_EVERY - 1
        ? ReplayEvent.broken(key, BrokenEvents.broken(event, number / BROKEN_EVERY))
        : ReplayEvent.good(key, event);
  }

  private static ObjectNode metric(SeriesPoint point, int number) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("user_id", point.series);
    event.put("event_type", METRIC);
    event.put("timestamp", point.point.time().toString());
    event.put("value", point.point.value());
    event.put(ReplayEvent.NUMBER, number);
    return event;
  }

  /** All points, each series spread evenly from first to last. */
  private static List<SeriesPoint> inTurn(List<KnownSeries> series) {
    List<SeriesPoint> points = new ArrayList<>();
    for (KnownSeries one : series) {
      for (int i = 0; i < one.points().size(); i++) {
        double progress = (double) i / one.points().size();
        points.add(new SeriesPoint(one.name(), one.points().get(i), progress));
      }
    }
    points.sort(Comparator.comparingDouble(SeriesPoint::progress));
    return points;
  }

  private record SeriesPoint(String series, Point point, double progress) {}
}
