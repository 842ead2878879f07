// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import io.github.kinesisetl.core.json.JsonQuote;
import io.github.kinesisetl.core.metrics.internal.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the lines of one flush, as JSON by hand. Not safe for use by many threads. */
final class EmfLines {

  private final String head;
  private final String tail;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder definitions = new StringBuilder();
  private final StringBuilder values = new StringBuilder();
  private int metrics;

  EmfLines(String namespace, Map<String, String> dimensions, long timestampMillis) {
    var names = new StringBuilder();
    var targets = new StringBuilder();
    dimensions.forEach((name, value) -> {
      names.append(names.length() == 0 ? "" : ",").append(JsonQuote.quoted(name));
      targets
          .append(',')
          .append(JsonQuote.quoted(name))
          .append(':')
          .append(JsonQuote.quoted(value));
    });
    head =
        "{\"_aws\":{\"Timestamp\":"
            + timestampMillis
            + ",\"CloudWatchMetrics\":[{\"Namespace\":"
            + JsonQuote.quoted(namespace)
            + ",\"Dimensions\":[["
            + names
            + "]],\"Metrics\":[";
    tail = "]}]}" + targets;
  }

  void count(String name, long amount) {
    define(name);
    values.append(amount);
  }

  void distribution(String name, Distribution distribution) {
    define(name);
    var counts = new StringBuilder();
    values.append("{\"Values\":[");
    int used = usedBuckets(distribution);
    int together = (used + EmfMetrics.MAX_VALUES - 1) / EmfMetrics.MAX_VALUES;
    appendValues(distribution, together, counts);
    values
        .append("],\"Counts\":[")
        .append(counts)
        .append("],\"Min\":")
        .append(distribution.min())
        .append(",\"Max\":")
        .append(distribution.max())
        .append(",\"Count\":")
        .append(distribution.count())
        .append(",\"Sum\":")
        .append(distribution.sum())
        .append('}');
  }

  List<String> finish() {
    endLine();
    return lines;
  }

  /** Takes so many neighbouring buckets for one value that the values are few enough. */
  private void appendValues(Distribution distribution, int together, StringBuilder counts) {
    long count = 0;
    int gathered = 0;
    long value = 0;
    String comma = "";
    int left = usedBuckets(distribution);
    for (int bucket = 0; left > 0; bucket++) {
      if (distribution.countIn(bucket) == 0) {
        continue;
      }
      left--;
      count += distribution.countIn(bucket);
      value = distribution.valueOf(bucket);
      if (++gathered == together || left == 0) {
        values.append(comma).append(value);
        counts.append(comma).append(count);
        comma = ",";
        count = 0;
        gathered = 0;
      }
    }
  }

  private static int usedBuckets(Distribution distribution) {
    int used = 0;
    for (int bucket = 0; bucket < distribution.buckets(); bucket++) {
      used += distribution.countIn(bucket) > 0 ? 1 : 0;
    }
    return used;
  }

  private void define(String name) {
    if (metrics == EmfMetrics.MAX_METRICS) {
      endLine();
    }
    String comma = metrics == 0 ? "" : ",";
    definitions
        .append(comma)
        .append("{\"Name\":")
        .append(JsonQuote.quoted(name))
        .append(",\"Unit\":\"")
        .append(unit(name))
        .append("\"}");
    values.append(',').append(JsonQuote.quoted(name)).append(':');
    metrics++;
  }

  private void endLine() {
    if (metrics > 0) {
      lines.add(head + definitions + tail + values + '}');
    }
    definitions.setLength(0);
    values.setLength(0);
    metrics = 0;
  }

  private static String unit(String name) {
    if (name.endsWith("Millis")) {
      return "Milliseconds";
    }
    return name.endsWith("Bytes") ? "Bytes" : "Count";
  }
}
