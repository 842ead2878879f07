// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints the table of docs/anomaly-detection.md: one row a series, the defaults untouched. Its
 * argument is a folder with {@code nab/data}, {@code nab/labels} and {@code aiops}.
 */
public final class DetectionReport {
  private DetectionReport() {}

  /**
   * Prints the table.
   *
   * @param args the folder
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Path nab = root.resolve("nab");
    JsonNode labels =
        new ObjectMapper().readTree(nab.resolve("labels/combined_windows.json").toFile());
    System.out.println("| series | values | windows | alerted | touched | false alerts |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    for (Path file : gzips(nab.resolve("data"))) {
      String name = nab.resolve("data").relativize(file).toString().replace(".gz", "");
      try (InputStream data = Files.newInputStream(file)) {
        print(LabelledSeries.nab(name.replace(".csv", ""), data, labels.get(name)));
      }
    }
    for (Path file : gzips(root.resolve("aiops"))) {
      try (InputStream data = Files.newInputStream(file)) {
        print(LabelledSeries.aiops("aiops/" + file.getFileName().toString().substring(0, 8), data));
      }
    }
  }

  private static List<Path> gzips(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".csv.gz")).sorted().toList();
    }
  }

  private static void print(LabelledSeries series) {
    LabelledSeries.Result result = series.run();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d |%n",
        series.name(),
        series.points().size(),
        series.windows().size(),
        result.found(),
        result.touched(),
        result.falseAlerts());
  }
}
