// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import io.github.kinesisetl.benchmarks.race.Race.Entrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The values of all runs, told as medians with their spread. Not safe for use by many threads. */
final class ResultTable {

  private final Map<Entrant, Map<String, List<Double>>> values = new LinkedHashMap<>();
  private final Set<String> metrics = new LinkedHashSet<>();

  void add(Entrant entrant, String metric, double value) {
    metrics.add(metric);
    values
        .computeIfAbsent(entrant, key -> new LinkedHashMap<>())
        .computeIfAbsent(metric, key -> new ArrayList<>())
        .add(value);
  }

  /** A row for each entrant: {@code median (min..max)}, or the value alone after one run. */
  String markdown() {
    var text = new StringBuilder("| data | contestant |");
    metrics.forEach(metric -> text.append(' ').append(metric).append(" |"));
    text.append("\n|---|---|").append("---:|".repeat(metrics.size())).append('\n');
    values.forEach((entrant, row) -> {
      text.append("| %s | %s |".formatted(entrant.data(), entrant.contestant()));
      for (String metric : metrics) {
        text.append(' ').append(cell(row.getOrDefault(metric, List.of()))).append(" |");
      }
      text.append('\n');
    });
    return text.toString();
  }

  /** Writes an object for each entrant and metric; what was in the file goes. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    values.forEach((entrant, row) ->
        row.forEach((metric, runs) -> lines.add(json(entrant, metric, Spread.of(runs)))));
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, lines);
  }

  private static String cell(List<Double> runs) {
    if (runs.isEmpty()) {
      return "";
    }
    Spread spread = Spread.of(runs);
    if (spread.runs() == 1) {
      return show(spread.median());
    }
    return "%s (%s..%s)".formatted(show(spread.median()), show(spread.min()), show(spread.max()));
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : value < 1_000 ? "%.1f" : "%.0f", value);
  }

  private static String json(Entrant entrant, String metric, Spread spread) {
    return String.format(
        Locale.ROOT,
        "{\"contestant\":\"%s\",\"data\":\"%s\",\"metric\":\"%s\",\"value\":%s,\"runs\":%d,"
            + "\"min\":%s,\"max\":%s}",
        entrant.contestant(),
        entrant.data(),
        metric,
        spread.median(),
        spread.runs(),
        spread.min(),
        spread.max());
  }

  /** The middle and the ends of some runs. */
  record Spread(double median, double min, double max, int runs) {

    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }
  }
}
