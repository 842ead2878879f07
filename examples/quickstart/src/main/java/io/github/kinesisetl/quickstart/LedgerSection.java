// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.producer.ProducerMetrics;
import java.util.Map;

/** The balance at the top of the page, and the dead letters at its end. */
final class LedgerSection {

  private final JobResult result;
  private final Ledger ledger;

  LedgerSection(JobResult result) {
    this.result = result;
    this.ledger = result.ledger();
  }

  String header() {
    return """
    <header>
    <h1>kinesis-streaming-etl</h1>
    <p class="lead">One run of the quickstart: real events put on an embedded Kinesis stream, \
    resharded under load and taken through three Lambda handlers, with every single event \
    accounted for.</p>
    <div class="ledger %s">
    <p class="state">%s</p>
    <dl class="figures">
    %s%s%s%s%s</dl>
    </div>
    <dl class="facts">
    %s</dl>
    </header>
    """
        .formatted(
            ledger.isBalanced() ? "balanced" : "unbalanced",
            state(),
            figure("produced", ledger.produced(), false),
            figure("delivered", ledger.delivered(), false),
            figure("dead letters", ledger.deadLetters(), false),
            figure("duplicates", ledger.duplicates(), ledger.duplicates() != 0),
            figure("lost", ledger.lost(), ledger.lost() != 0),
            facts());
  }

  private String state() {
    if (ledger.isBalanced()) {
      return "<b>\u2713 Balanced.</b> Everything produced was delivered or became a dead letter,"
          + " exactly once.";
    }
    String unknown =
        ledger.unknown() == 0
            ? ""
            : " The sinks hold %s items that nobody put.".formatted(Html.count(ledger.unknown()));
    return "<b>\u2715 NOT balanced.</b> Not everything produced lies in the sinks exactly once."
        + unknown;
  }

  private static String figure(String name, long value, boolean isBad) {
    return "<div%s><dt>%s</dt><dd>%s</dd></div>\n"
        .formatted(isBad ? " class=\"bad\"" : "", name, Html.count(value));
  }

  private String facts() {
    ProducerMetrics metrics = result.producer();
    double seconds = result.seconds();
    double rate = seconds > 0 ? ledger.produced() / seconds : 0;
    double perEntry =
        (double) metrics.events().accepted() / Math.max(1, metrics.entries().accepted());
    return fact("repeats dropped", Html.count(ledger.repeats()))
        + fact("seconds", Html.decimal(seconds, 1))
        + fact("events a second", Html.count(rate))
        + fact("events an entry", Html.count(perEntry))
        + fact("entries throttled", Html.count(metrics.entries().throttled()));
  }

  private static String fact(String name, String value) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, value);
  }

  String deadLetters() {
    return """
    <section>
    <h2>Dead letters</h2>
    <p class="lead">%s</p>
    %s</section>
    """
        .formatted(
            ledger.deadLetters() == 0
                ? "None."
                : "The replay and a foreign writer break an event now and then. Each became a"
                    + " dead letter that holds its original bytes.",
            ledger.deadLettersByReason().isEmpty() ? "" : reasons());
  }

  private String reasons() {
    var rows = new StringBuilder();
    for (Map.Entry<String, Long> reason : ledger.deadLettersByReason().entrySet()) {
      String[] parts = reason.getKey().split(": ", 2);
      rows.append(
          "<tr><td>%s</td><td>%s</td><td class=\"wide\">%s</td></tr>\n"
              .formatted(
                  Html.count(reason.getValue()),
                  Html.escape(parts[0]),
                  Html.escape(parts.length > 1 ? parts[1] : "")));
    }
    return """
    <div class="scroll" tabindex="0" role="region" aria-label="Dead letters by reason">
    <table class="reasons">
    <thead><tr><th scope="col">count</th><th scope="col">stage</th>\
    <th scope="col" class="wide">reason, with n for any number</th></tr></thead>
    <tbody>
    %s</tbody>
    </table>
    </div>
    """
        .formatted(rows);
  }
}
