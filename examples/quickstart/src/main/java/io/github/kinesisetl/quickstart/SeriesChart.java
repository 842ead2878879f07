// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.quickstart.KnownSeries.Point;
import io.github.kinesisetl.quickstart.KnownSeries.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The values of a series over its own time, with known windows and alerts. */
final class SeriesChart {

  private static final int MAX_DOTS = 1_200;
  private static final double TOP = 26;
  private static final double FLOOR = 146;
  private static final double LANE = 160;
  private static final double LANE_END = 174;
  private static final int HEIGHT = 204;
  private static final int STEPS = 3;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final KnownSeries series;
  private final SeriesNotes notes;
  private final List<Alert> alerts;

  SeriesChart(KnownSeries series, List<Alert> alerts) {
    this.series = series;
    this.notes = SeriesNotes.of(series.name());
    this.alerts = alerts;
  }

  /** The drawing of a series that has points. */
  String svg() {
    List<Dot> dots = Dot.thinned(series.points().stream().map(SeriesChart::dot).toList(), MAX_DOTS);
    Scale x =
        Scale.of(
            dots.get(0).x(),
            dots.get(dots.size() - 1).x(),
            Plot.GUTTER,
            SvgChart.WIDTH - Plot.MARGIN);
    var y = ValueAxis.of(floor(dots), Dot.highest(dots), STEPS, FLOOR, TOP);
    var plot =
        new Plot(new SvgChart(HEIGHT, notes.title() + ", anomalies", description()), x, y.scale());
    windows(plot);
    plot.grid(y.ticks());
    plot.line(dots, "values");
    plot.labels(y.ticks(), notes.unit());
    plot.chart().rule(new Dot(0, LANE_END), new Dot(SvgChart.WIDTH, LANE_END), "base");
    plot.moments(TimeAxis.calendar(x), LANE_END);
    alerts.stream().filter(this::isHit).forEach(alert -> mark(plot, alert));
    alerts.stream().filter(alert -> !isHit(alert)).forEach(alert -> mark(plot, alert));
    return plot.chart().toString();
  }

  /** 0, unless the values lie far from it. */
  private static double floor(List<Dot> dots) {
    double lowest = dots.stream().mapToDouble(Dot::y).min().orElse(0);
    return lowest < 0 || lowest > Dot.highest(dots) / 2 ? lowest : 0;
  }

  private String description() {
    return "%s values, %s known windows, %s alerts"
        .formatted(
            Html.count(series.points().size()),
            Html.count(series.windows().size()),
            Html.count(alerts.size()));
  }

  private void windows(Plot plot) {
    for (int i = 0; i < series.windows().size(); i++) {
      Window window = series.windows().get(i);
      plot.band(epoch(window.start()), epoch(window.end()), LANE_END, "known");
      double middle = (epoch(window.start()) + epoch(window.end())) / 2;
      plot.chart().text(plot.x().at(middle), TOP - 7, "letter middle", SeriesNotes.letter(i));
    }
  }

  private boolean isHit(Alert alert) {
    return alert.isIn(series.windows());
  }

  /** A triangle for an alert in a window, a ring for one outside. */
  private void mark(Plot plot, Alert alert) {
    boolean isHit = isHit(alert);
    double x = plot.x().at(epoch(alert.start()));
    String shape =
        isHit
            ? "<path class=\"hit\" d=\"M%s %sl6 11h-12Z\"/>"
                .formatted(Html.place(x), Html.place(LANE - 6))
            : "<circle class=\"stray\" cx=\"%s\" cy=\"%s\" r=\"4.5\"/>"
                .formatted(Html.place(x), Html.place(LANE));
    plot.chart()
        .add("<g class=\"mark\"><title>%s</title>%s</g>".formatted(tooltip(alert, isHit), shape));
  }

  private static String tooltip(Alert alert, boolean isHit) {
    return Html.escape(
        "Alert of %s, %s. Peak at %s: observed %s, expected %s (%s)."
            .formatted(
                MINUTE.format(alert.start()),
                isHit ? "in a known window" : "outside the known windows",
                MINUTE.format(alert.peak()),
                Html.value(alert.observed()),
                Html.value(alert.expected()),
                alert.range()));
  }

  private static Dot dot(Point point) {
    return new Dot(epoch(point.time()), point.value());
  }

  private static double epoch(Instant time) {
    return time.getEpochSecond();
  }
}
