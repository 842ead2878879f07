// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The readings that the repository holds: guard.json, for one version of Java. */
final class Baselines {

  private static final JsonMapper JSON = new JsonMapper();

  private final int java;
  private final Map<String, Reading> readings = new TreeMap<>();

  Baselines(int java) {
    this.java = java;
  }

  static Baselines read(Path file) throws IOException {
    JsonNode root = JSON.readTree(Files.readString(file));
    var baselines = new Baselines(root.path("java").asInt());
    root.path("benchmarks")
        .properties()
        .forEach(entry ->
            baselines.put(
                entry.getKey(),
                new Reading(
                    entry.getValue().path("bytes").asDouble(),
                    entry.getValue().path("ratio").asDouble())));
    return baselines;
  }

  /** The version of Java that they were taken with. */
  int java() {
    return java;
  }

  Map<String, Reading> readings() {
    return readings;
  }

  void put(String benchmark, Reading reading) {
    readings.put(benchmark, reading);
  }

  void write(Path file) throws IOException {
    var root = JSON.createObjectNode().put("java", java);
    var all = root.putObject("benchmarks");
    readings.forEach((name, reading) ->
        all.putObject(name)
            .put("bytes", round(reading.bytes()))
            .put("ratio", round(reading.ratio())));
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
