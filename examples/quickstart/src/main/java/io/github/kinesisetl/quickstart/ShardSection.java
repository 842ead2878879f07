// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What each shard of the main stream took, one row a shard, all on one time axis. */
final class ShardSection {

  /** The stream begins with so many; shards are numbered as they come to be. */
  private static final int FIRST_SHARDS = 2;

  private static final double LIMIT = 1 << 20; // bytes a second that a shard takes
  private static final int MAX_DOTS = 400;
  private static final double TOP = 26;
  private static final double HEAD = 26;
  private static final double ROW = 70;
  private static final Pattern ID = Pattern.compile("shardId-0*(\\d{1,9})");

  private final JobResult result;
  private final List<Shard> shards = new ArrayList<>();
  private final Scale seconds;

  ShardSection(JobResult result) {
    this.result = result;
    List<Sample> samples = result.samples();
    Sample last = samples.get(samples.size() - 1);
    last.wireBytesByShard().keySet().stream()
        .sorted()
        .forEach(id ->
            shards.add(new Shard(id, Rates.perSecond(samples, now -> bytes(now, id)), begin(id))));
    seconds = Scale.of(0, end(), 0, SvgChart.WIDTH - Plot.MARGIN);
  }

  private record Shard(String id, List<Dot> rates, double begin) {
    boolean isFirst() {
      var matcher = ID.matcher(id);
      return matcher.matches() && Integer.parseInt(matcher.group(1)) < FIRST_SHARDS;
    }

    /** As people call it: shard 3 for shardId-000000000003. */
    String name() {
      var matcher = ID.matcher(id);
      return matcher.matches() ? "shard " + matcher.group(1) : id;
    }
  }

  String html() {
    if (shards.isEmpty()) {
      return "";
    }
    return """
    <section>
    <h2>Load by shard</h2>
    <p class="lead">%s</p>
    <figure>
    <ul class="legend">
    <li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="parent" d="M1 15V5h14v10Z"/>\
    </svg>shards at first</li>
    <li><svg viewBox="0 0 16 16" aria-hidden="true"><path class="child" d="M1 15V5h14v10Z"/>\
    </svg>shards after the reshard</li>
    <li><svg viewBox="0 0 28 16" aria-hidden="true"><path class="line limit" d="M1 8h26"/>\
    </svg>limit, 1 MiB a second</li>
    </ul>
    %s</figure>
    </section>
    """
        .formatted(lead(), svg());
  }

  private String lead() {
    double most = shards.stream().mapToDouble(shard -> Dot.highest(shard.rates)).max().orElse(0);
    String busiest =
        "In its busiest second, the busiest shard took <b>%s\u00a0MiB</b>, %s\u00a0%% of the limit."
            .formatted(Html.decimal(most / LIMIT, 2), Html.count(100 * most / LIMIT));
    OptionalDouble reshard = reshard();
    return reshard.isEmpty()
        ? busiest
        : busiest
            + " The stream was resharded under load after %s\u00a0s: %s gave way to %s."
                .formatted(Html.decimal(reshard.getAsDouble(), 1), names(true), names(false));
  }

  private String names(boolean first) {
    String names =
        shards.stream()
            .filter(shard -> shard.isFirst() == first)
            .map(shard -> Html.escape(shard.name()))
            .collect(Collectors.joining(", "));
    int last = names.lastIndexOf(", ");
    return last < 0 ? names : names.substring(0, last) + " and " + names.substring(last + 2);
  }

  private long count(boolean first) {
    return shards.stream().filter(shard -> shard.isFirst() == first).count();
  }

  /** When the first new shard was first written to; empty if there is none. */
  private OptionalDouble reshard() {
    return shards.stream().filter(shard -> !shard.isFirst()).mapToDouble(Shard::begin).min();
  }

  private String svg() {
    double end = TOP + ROW * shards.size();
    var chart =
        new SvgChart(
            (int) end + 34,
            "Load by shard",
            "Bytes a second stored by each shard over the run, against 1 MiB a second");
    reshard().ifPresent(moment -> reshard(chart, seconds.at(moment), end));
    for (int i = 0; i < shards.size(); i++) {
      row(chart, shards.get(i), TOP + ROW * i);
    }
    var whole = new Plot(chart, seconds, new Scale(0, 1, end, TOP));
    whole.moments(TimeAxis.elapsed(seconds), end);
    return chart.toString();
  }

  private void row(SvgChart chart, Shard shard, double top) {
    double floor = top + ROW;
    double most = Math.max(LIMIT, Dot.highest(shard.rates));
    var plot = new Plot(chart, seconds, new Scale(0, most, floor, top + HEAD));
    double limit = plot.y().at(LIMIT);
    List<Dot> drawn = shard.rates.stream().filter(dot -> dot.x() <= seconds.high()).toList();
    plot.area(Dot.thinned(drawn, MAX_DOTS), shard.isFirst() ? "parent" : "child");
    chart.rule(new Dot(0, floor), new Dot(SvgChart.WIDTH, floor), "base");
    chart.rule(new Dot(0, limit), new Dot(SvgChart.WIDTH, limit), "limit");
    String peak = "peak " + Html.decimal(Dot.highest(shard.rates) / LIMIT, 2) + " MiB/s";
    chart.text(0, top + HEAD - 4, "row", shard.name());
    chart.text(SvgChart.WIDTH, top + HEAD - 4, "note end", peak);
  }

  private void reshard(SvgChart chart, double x, double end) {
    boolean isLeft = x < SvgChart.WIDTH / 2.0;
    String text = "%s to %s shards".formatted(Html.count(count(true)), Html.count(count(false)));
    chart.rule(new Dot(x, 4), new Dot(x, end), "reshard");
    chart.text(isLeft ? x + 6 : x - 6, 18, isLeft ? "note strong" : "note strong end", text);
  }

  /** The last sample before a shard was written to. */
  private double begin(String id) {
    return result.samples().stream()
        .filter(now -> bytes(now, id) == 0)
        .mapToDouble(Sample::seconds)
        .max()
        .orElse(0);
  }

  /** The first sample that has all bytes: what follows is only drained. */
  private double end() {
    Sample last = result.samples().get(result.samples().size() - 1);
    return result.samples().stream()
        .filter(now -> now.wireBytes() == last.wireBytes())
        .mapToDouble(Sample::seconds)
        .min()
        .orElse(0);
  }

  private static long bytes(Sample now, String id) {
    return now.wireBytesByShard().getOrDefault(id, 0L);
  }
}
