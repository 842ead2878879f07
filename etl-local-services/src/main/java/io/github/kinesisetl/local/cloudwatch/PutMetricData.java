// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operation PutMetricData: all data are valid, or none is recorded. */
final class PutMetricData {

  private static final int MAX_DATA = 1000;
  private static final int MAX_VALUES = 150;
  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_NAME_CHARS = 255;
  private static final int MAX_DIMENSION_CHARS = 1024;
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);
  private static final String UNIT =
      "Seconds|Microseconds|Milliseconds|Percent|Count|None|"
          + "((Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes"
          + "|Bits|Kilobits|Megabits|Gigabits|Terabits|Count)(/Second)?)";

  private final Instant now;

  PutMetricData(Instant now) {
    this.now = now;
  }

  List<RecordedMetric> read(JsonNode body) {
    var request = new Datum(body, "Namespace", "MetricData");
    String namespace = request.text("Namespace", MAX_NAME_CHARS);
    if (namespace.startsWith("AWS/")) {
      throw Refusal.INVALID_VALUE.error("Namespace must not begin with AWS/, which is reserved");
    }
    List<JsonNode> data = request.list("MetricData");
    if (data.isEmpty()) {
      throw Refusal.MISSING.error("MetricData must be given");
    }
    if (data.size() > MAX_DATA) {
      throw Refusal.INVALID_VALUE.error(
          "MetricData must have 1 to %d elements, but has %d", MAX_DATA, data.size());
    }
    return data.stream().map(datum -> metric(namespace, datum)).toList();
  }

  private RecordedMetric metric(String namespace, JsonNode node) {
    var datum =
        new Datum(
            node,
            "MetricName",
            "Dimensions",
            "Timestamp",
            "Value",
            "StatisticValues",
            "Values",
            "Counts",
            "Unit",
            "StorageResolution");
    String unit = datum.has("Unit") ? datum.text("Unit", MAX_NAME_CHARS) : "None";
    if (!unit.matches(UNIT)) {
      throw Refusal.INVALID_VALUE.error("Unit must be one of CloudWatch's units");
    }
    double resolution = datum.has("StorageResolution") ? datum.number("StorageResolution") : 60;
    if (!Set.of(1.0, 60.0).contains(resolution)) {
      throw Refusal.INVALID_VALUE.error("StorageResolution must be 1 or 60");
    }
    String name = datum.text("MetricName", MAX_NAME_CHARS);
    return new RecordedMetric(
        new MetricIdentity(namespace, name, dimensions(datum)),
        unit,
        timestamp(datum.time("Timestamp")),
        (int) resolution,
        observation(datum));
  }

  private static Map<String, String> dimensions(Datum datum) {
    List<JsonNode> sent = datum.list("Dimensions");
    if (sent.size() > MAX_DIMENSIONS) {
      throw Refusal.INVALID_VALUE.error(
          "Dimensions must have at most %d elements, but has %d", MAX_DIMENSIONS, sent.size());
    }
    var dimensions = new LinkedHashMap<String, String>();
    for (JsonNode node : sent) {
      var dimension = new Datum(node, "Name", "Value");
      String name = dimension.text("Name", MAX_NAME_CHARS);
      if (dimensions.put(name, dimension.text("Value", MAX_DIMENSION_CHARS)) != null) {
        throw Refusal.INVALID_VALUE.error("a dimension must be named only once");
      }
    }
    return dimensions;
  }

  private Instant timestamp(@Nullable Instant sent) {
    if (sent == null) {
      return now;
    }
    if (sent.isBefore(now.minus(OLDEST)) || sent.isAfter(now.plus(NEWEST))) {
      throw Refusal.INVALID_VALUE.error(
          "Timestamp must be at most two weeks old and two hours ahead of the server's clock");
    }
    return sent;
  }

  private static Observation observation(Datum datum) {
    List<String> given =
        List.of("Value", "StatisticValues", "Values").stream().filter(datum::has).toList();
    if (given.isEmpty()) {
      throw Refusal.MISSING.error("Value, StatisticValues or Values must be given");
    }
    if (given.size() > 1 || (datum.has("Counts") && !datum.has("Values"))) {
      throw Refusal.INVALID_COMBINATION.error(
          "Value, StatisticValues, and Values with Counts exclude one another");
    }
    return switch (given.get(0)) {
      case "Value" -> new Observation.Value(datum.number("Value"));
      case "Values" -> distribution(datum);
      default -> statistics(datum);
    };
  }

  private static Observation statistics(Datum datum) {
    var statistics =
        new Datum(datum.object("StatisticValues"), "SampleCount", "Sum", "Minimum", "Maximum");
    return new Observation.Statistics(
        statistics.number("SampleCount"),
        statistics.number("Sum"),
        statistics.number("Minimum"),
        statistics.number("Maximum"));
  }

  private static Observation distribution(Datum datum) {
    List<Double> values = datum.numbers("Values");
    if (values.isEmpty() || values.size() > MAX_VALUES) {
      throw Refusal.INVALID_VALUE.error(
          "Values must have 1 to %d elements, but has %d", MAX_VALUES, values.size());
    }
    List<Double> counts =
        datum.has("Counts") ? datum.numbers("Counts") : Collections.nCopies(values.size(), 1.0);
    if (counts.size() != values.size()) {
      throw Refusal.INVALID_VALUE.error(
          "Counts must have as many elements as Values, %d, but has %d",
          values.size(), counts.size());
    }
    return new Observation.Distribution(values, counts);
  }
}
