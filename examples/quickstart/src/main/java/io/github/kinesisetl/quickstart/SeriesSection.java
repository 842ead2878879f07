// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.quickstart.KnownSeries.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Where known anomalies lie, and where the detector raised alerts. */
final class SeriesSection {

  private final JobResult result;

  SeriesSection(JobResult result) {
    this.result = result;
  }

  String html() {
    if (result.series().isEmpty()) {
      return "";
    }
    var figures = new StringBuilder();
    result.series().forEach(series -> figures.append(figure(series)));
    return """
    <section>
    <h2>Anomalies</h2>
    <p class="lead">Real series from the Numenta Anomaly Benchmark went through the same stream. \
    The detector ran with its defaults, in one pass, and was not tuned on these series but \
    nyc_taxi.</p>
    <ul class="legend">
    <li><svg viewBox="0 0 16 16" aria-hidden="true"><rect class="known" x="1" y="1" width="14" \
    height="14"/></svg>known window</li>
    <li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="hit" d="M8 2l6 11h-12Z"/></svg>\
    alert in a window</li>
    <li><svg viewBox="0 0 16 16" aria-hidden="true"><circle class="stray" cx="8" cy="8" r="5"/>\
    </svg>alert outside</li>
    </ul>
    %s</section>
    """
        .formatted(figures);
  }

  private String figure(KnownSeries series) {
    List<Alert> alerts = Alert.of(result, series.name());
    return """
    <figure>
    <figcaption><h3>%s</h3><p class="aside"><code>%s</code> %s</p></figcaption>
    %s%s</figure>
    """
        .formatted(
            Html.escape(SeriesNotes.of(series.name()).title()),
            Html.escape(series.name()),
            counts(series, alerts),
            series.points().isEmpty() ? "" : new SeriesChart(series, alerts).svg(),
            windows(series));
  }

  private String counts(KnownSeries series, List<Alert> alerts) {
    List<Instant> starts = Summary.alertStarts(result, series.name());
    long found = series.windows().stream().filter(w -> Summary.isHit(w, starts)).count();
    long outside = alerts.stream().filter(alert -> !alert.isIn(series.windows())).count();
    return "<b>%s of %s</b> known windows alerted, <b>%s</b> %s outside"
        .formatted(
            Html.count(found),
            Html.count(series.windows().size()),
            Html.count(outside),
            outside == 1 ? "alert" : "alerts");
  }

  private String windows(KnownSeries series) {
    List<Instant> starts = Summary.alertStarts(result, series.name());
    var items = new StringBuilder();
    for (int i = 0; i < series.windows().size(); i++) {
      items.append(item(series, i, Summary.isHit(series.windows().get(i), starts)));
    }
    return items.isEmpty() ? "" : "<ul class=\"windows\">\n" + items + "</ul>\n";
  }

  private static String item(KnownSeries series, int i, boolean isHit) {
    String cause = SeriesNotes.of(series.name()).cause(i);
    return "<li><b>%s</b> %s%s <span class=\"%s\">%s</span></li>\n"
        .formatted(
            SeriesNotes.letter(i),
            Html.escape(cause.isEmpty() ? "" : cause + ", "),
            days(series.windows().get(i)),
            isHit ? "good" : "bad",
            isHit ? "\u2713\u00a0alerted" : "\u2715\u00a0missed");
  }

  private static String days(Window window) {
    LocalDate start = window.start().atOffset(ZoneOffset.UTC).toLocalDate();
    LocalDate end = window.end().atOffset(ZoneOffset.UTC).toLocalDate();
    if (start.equals(end)) {
      return TimeAxis.DAY.format(start) + " " + start.getYear();
    }
    return TimeAxis.DAY.format(start) + " \u2013 " + TimeAxis.DAY.format(end) + " " + end.getYear();
  }
}
