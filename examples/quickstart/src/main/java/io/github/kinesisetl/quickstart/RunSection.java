// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.List;

/** How fast events were put and enriched, and how many were under way. */
final class RunSection {

  private static final int MAX_DOTS = 800;
  private static final int STEPS = 4;
  private static final int LAG_STEPS = 2;
  private static final double TOP = 26;

  private final JobResult result;
  private final List<Dot> put;
  private final List<Dot> enriched;
  private final List<Dot> lag;
  private final Scale seconds;

  RunSection(JobResult result) {
    this.result = result;
    put = Rates.perSecond(result.samples(), Sample::put);
    enriched = Rates.perSecond(result.samples(), Sample::enriched);
    lag = result.samples().stream().map(now -> new Dot(now.seconds(), now.lag())).toList();
    seconds = Scale.of(0, result.seconds(), Plot.GUTTER, SvgChart.WIDTH - Plot.MARGIN);
  }

  String html() {
    return """
    <section>
    <h2>Throughput</h2>
    <p class="lead">%s</p>
    <figure>
    <ul class="legend">
    <li><svg viewBox="0 0 28 16" aria-hidden="true"><path class="line put" d="M1 8h26"/></svg>\
    put on the stream</li>
    <li><svg viewBox="0 0 28 16" aria-hidden="true"><path class="line enriched" d="M1 8h26"/>\
    </svg>enriched, in the sink</li>
    </ul>
    %s</figure>
    <figure>
    <figcaption><h3>Lag</h3><p class="aside">events put, but neither enriched nor a dead \
    letter yet</p></figcaption>
    %s</figure>
    </section>
    """
        .formatted(lead(), throughput(), lag());
  }

  private String lead() {
    return """
    In the busiest second <b>%s</b> events were put, and in another <b>%s</b> were enriched. At the \
    most <b>%s</b> were under way at once; when the run ended, %s.\
    """
        .formatted(
            Html.count(Dot.highest(put)),
            Html.count(Dot.highest(enriched)),
            Html.count(Dot.highest(lag)),
            left());
  }

  private String left() {
    long last = result.samples().get(result.samples().size() - 1).lag();
    return last == 0 ? "none" : Html.count(last);
  }

  private String throughput() {
    double floor = 216;
    double most = Math.max(1, Math.max(Dot.highest(put), Dot.highest(enriched)));
    var y = ValueAxis.of(0, most, STEPS, floor, TOP);
    var chart = new SvgChart(246, "Throughput", "Events put and enriched, a second, over the run");
    var plot = new Plot(chart, seconds, y.scale());
    plot.grid(y.ticks());
    plot.line(Dot.thinned(enriched, MAX_DOTS), "enriched");
    plot.line(Dot.thinned(put, MAX_DOTS), "put");
    plot.labels(y.ticks(), "events a second");
    plot.moments(TimeAxis.elapsed(seconds), floor);
    return chart.toString();
  }

  private String lag() {
    double floor = 116;
    double most = Math.max(1, Dot.highest(lag));
    var y = ValueAxis.of(0, most, LAG_STEPS, floor, TOP);
    var chart = new SvgChart(146, "Lag", "Events under way over the run");
    var plot = new Plot(chart, seconds, y.scale());
    plot.grid(y.ticks());
    plot.area(Dot.thinned(lag, MAX_DOTS), "lag");
    plot.labels(y.ticks(), "events");
    plot.moments(TimeAxis.elapsed(seconds), floor);
    return chart.toString();
  }
}
