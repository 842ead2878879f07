// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.sizing.Packing;
import io.github.kinesisetl.core.sizing.PriceList;
import io.github.kinesisetl.core.sizing.WriteLoad;
import java.util.List;

/** Shards and money for more such events, as the sizing of the core plans them. */
final class PlanSection {

  private static final List<Double> RATES = List.of(1_000.0, 10_000.0, 100_000.0);
  private static final double EXPLAINED = 10_000;

  /** AggregationMaxSize of the KPL unless set otherwise. */
  private static final double KPL_ENTRY_BYTES = 51_200;

  /** Protobuf around a record in an aggregate, as {@link WriteLoad} estimates it. */
  private static final double KPL_RECORD_BYTES = 11;

  private final Traffic traffic;

  PlanSection(JobResult result) {
    traffic = Traffic.of(result);
  }

  String html() {
    PriceList prices = PriceList.bundled();
    return """
    <section>
    <h2>Shards and money</h2>
    <p class="lead">What a provisioned stream of such events needs: two consumers, peaks of one \
    and a half times the mean, shards at most 80\u00a0%% full.</p>
    %s%s
    <p class="aside">US dollars a month of 730 hours, at the mean load. Prices of %s as of %s: \
    %s. Check them before you decide.</p>
    </section>
    """
        .formatted(
            table(),
            explained(),
            Html.escape(prices.region()),
            prices.asOf(),
            Html.escape(prices.source()));
  }

  private String table() {
    var rows = new StringBuilder();
    RATES.forEach(rate -> rows.append(row(rate)));
    return """
    <div class="scroll" tabindex="0" role="region" aria-label="Shards and money">
    <table>
    <thead>
    <tr><th rowspan="2" scope="col">events a second</th>\
    <th colspan="2" scope="colgroup">an entry an event</th>\
    <th colspan="2" scope="colgroup">KPL aggregates of 50\u00a0KB</th>\
    <th colspan="2" scope="colgroup" class="ours">with us</th></tr>
    <tr>%s%s%s</tr>
    </thead>
    <tbody>
    %s</tbody>
    </table>
    </div>
    """
        .formatted(heads(""), heads(""), heads(" class=\"ours\""), rows);
  }

  private static String heads(String style) {
    return "<th scope=\"col\"%s>shards</th><th scope=\"col\"%s>a month</th>"
        .formatted(style, style);
  }

  private String row(double rate) {
    return "<tr><th scope=\"row\">%s</th>%s%s%s</tr>\n"
        .formatted(
            Html.count(rate),
            cells(traffic.plain(rate), ""),
            cells(aggregated(rate), ""),
            cells(traffic.dense(rate), " class=\"ours\""));
  }

  private static String cells(WriteLoad load, String style) {
    return "<td%s>%s</td><td%s>$%s</td>"
        .formatted(
            style,
            Html.count(Traffic.shards(load).shards()),
            style,
            Html.decimal(Traffic.cost(load).total(), 2));
  }

  private WriteLoad aggregated(double rate) {
    WriteLoad plain = traffic.plain(rate);
    double records = Math.floor(KPL_ENTRY_BYTES / (plain.entryBytes() + KPL_RECORD_BYTES));
    return plain.packedAs(new Packing(Math.max(1, records), 1));
  }

  private String explained() {
    return """
    <h3>At %s events a second</h3>
    <div class="columns">
    <div><h4>An entry an event</h4><ul>%s</ul></div>
    <div><h4>With us</h4><ul>%s</ul></div>
    </div>\
    """
        .formatted(
            Html.count(EXPLAINED),
            sentences(traffic.plain(EXPLAINED)),
            sentences(traffic.dense(EXPLAINED)));
  }

  private static String sentences(WriteLoad load) {
    var items = new StringBuilder();
    Traffic.shards(load).sentences().forEach(text -> items.append(item(text)));
    return items.append(item(Traffic.cost(load).sentence())).toString();
  }

  private static String item(String text) {
    return "<li>" + Html.escape(text) + "</li>";
  }
}
