// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.sizing.GuideFormulas;
import io.github.kinesisetl.producer.ProducerMetrics;
import io.github.kinesisetl.quickstart.KnownSeries.Window;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/** Prints what a run came to. */
final class Summary {

  private static final double PLANNED_EVENTS_PER_SECOND = 10_000;

  private final JobResult result;
  private final EventBytes bytes;

  Summary(JobResult result, EventBytes bytes) {
    this.result = result;
    this.bytes = bytes;
  }

  void print(PrintStream out) {
    bytes(out);
    anomalies(out);
    plans(out);
    deadLetters(out);
    long repeats = result.ledger().repeats();
    out.printf("%nrepeated deliveries, dropped by event id: %,d%n", repeats);
    if (result.ledger().unknown() > 0) {
      out.printf("items in the sinks that nobody put: %,d%n", result.ledger().unknown());
    }
  }

  private void bytes(PrintStream out) {
    ProducerMetrics metrics = result.producer();
    double events = Math.max(1, metrics.events().accepted());
    out.printf(
        "%nbytes an event: JSON %.1f, KPL aggregate %.1f, dense frame %.1f on the wire%n",
        bytes.json(), bytes.aggregate(), bytes.dense());
    out.printf(
        "a dense frame takes %.1f times fewer bytes than the KPL aggregate; %.0f events an entry%n",
        bytes.timesFewerThanKpl(), events / Math.max(1, metrics.entries().accepted()));
  }

  private void anomalies(PrintStream out) {
    out.printf("%nanomalies (defaults, one pass, no tuning on these series but nyc_taxi)%n");
    for (KnownSeries series : result.series()) {
      List<Instant> starts = alertStarts(series.name());
      long found = series.windows().stream().filter(window -> isHit(window, starts)).count();
      long outside =
          starts.stream()
              .filter(
                  start -> series.windows().stream().noneMatch(window -> window.contains(start)))
              .count();
      out.printf(
          "  %-36s %d of %d known windows alerted, %d alerts outside%n",
          series.name(), found, series.windows().size(), outside);
    }
  }

  private List<Instant> alertStarts(String series) {
    return alertStarts(result, series);
  }

  /** When the alerts of a series began. */
  static List<Instant> alertStarts(JobResult result, String series) {
    return result.alerts().stream()
        .filter(alert -> alert.path("key").asText().equals(series))
        .filter(alert -> alert.path("state").asText().equals("raised"))
        .map(alert -> alert.path("start").asText())
        .distinct()
        .map(Instant::parse)
        .toList();
  }

  static boolean isHit(Window window, List<Instant> alertStarts) {
    return alertStarts.stream().anyMatch(window::contains);
  }

  private void plans(PrintStream out) {
    Traffic traffic = Traffic.of(result);
    out.printf("%nplan for %,.0f such events a second%n", PLANNED_EVENTS_PER_SECOND);
    out.println("  with us:");
    Traffic.shards(traffic.dense(PLANNED_EVENTS_PER_SECOND))
        .sentences()
        .forEach(sentence -> out.println("    " + sentence));
    out.println("    " + Traffic.cost(traffic.dense(PLANNED_EVENTS_PER_SECOND)).sentence());
    out.println("  an entry an event:");
    Traffic.shards(traffic.plain(PLANNED_EVENTS_PER_SECOND))
        .sentences()
        .forEach(sentence -> out.println("    " + sentence));
    out.println("    " + Traffic.cost(traffic.plain(PLANNED_EVENTS_PER_SECOND)).sentence());
    out.println("  Lambda batches of the enricher:");
    traffic.batches().sentences().forEach(sentence -> out.println("    " + sentence));
    out.printf(
        "  the guide's formulas: %d shards, batch size %d%n",
        GuideFormulas.shards(PLANNED_EVENTS_PER_SECOND, traffic.bytesPerEvent()),
        GuideFormulas.legacyBatchSize(traffic.bytesPerEvent(), traffic.microsPerEvent() / 1e6));
  }

  private void deadLetters(PrintStream out) {
    out.printf("%ndead letters%n");
    result
        .ledger()
        .deadLettersByReason()
        .forEach((reason, count) -> out.printf("  %,5d  %s%n", count, shortened(reason)));
  }

  private static String shortened(String reason) {
    return reason.length() <= 110 ? reason : reason.substring(0, 107) + "...";
  }
}
