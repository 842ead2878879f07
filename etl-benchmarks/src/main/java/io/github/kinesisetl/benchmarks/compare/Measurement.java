// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One benchmark's result in JMH's JSON.
 *
 * @param score the mean
 * @param low the lower end of its confidence interval
 * @param high the upper end
 * @param unit what is measured, such as {@code ns/op}; less is better
 * @param allocatedBytes garbage of an operation; not a number if {@code -prof gc} was not on
 */
record Measurement(double score, double low, double high, String unit, double allocatedBytes) {

  /** By benchmark and parameters. */
  static Map<String, Measurement> read(Path json) throws IOException {
    Map<String, Measurement> all = new LinkedHashMap<>();
    for (JsonNode result : new JsonMapper().readTree(json.toFile())) {
      JsonNode metric = result.path("primaryMetric");
      String unit = metric.path("scoreUnit").asText();
      if (!unit.endsWith("/op")) {
        throw new IOException("only times are compared, but " + json + " has " + unit);
      }
      JsonNode interval = metric.path("scoreConfidence");
      all.put(
          name(result),
          new Measurement(
              metric.path("score").asDouble(),
              interval.path(0).asDouble(),
              interval.path(1).asDouble(),
              unit,
              garbage(result.path("secondaryMetrics"))));
    }
    return all;
  }

  private static String name(JsonNode result) {
    String benchmark = result.path("benchmark").asText();
    String[] words = benchmark.split("\\.", -1);
    Map<String, String> parameters = new TreeMap<>();
    result
        .path("params")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    String method = words[words.length - 2] + "." + words[words.length - 1];
    return parameters.isEmpty() ? method : method + parameters;
  }

  private static double garbage(JsonNode secondary) {
    JsonNode metric = secondary.path("gc.alloc.rate.norm");
    return (metric.isMissingNode() ? secondary.path("·gc.alloc.rate.norm") : metric)
        .path("score")
        .asDouble(Double.NaN);
  }
}
