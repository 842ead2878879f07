// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One datum as a client has put it.
 *
 * @param namespace such as {@code orders/pipeline}
 * @param name the metric's name
 * @param dimensions by name, in the client's order
 * @param unit such as {@code Milliseconds}, {@code None} if the client said nothing
 * @param timestamp what the client said, else when it arrived
 * @param storageResolution seconds, 1 or 60
 * @param observation what was seen
 */
public record RecordedMetric(
    String namespace,
    String name,
    Map<String, String> dimensions,
    String unit,
    Instant timestamp,
    int storageResolution,
    Observation observation) {

  private static final int OVERHEAD_BYTES = 200;
  private static final int BYTES_PER_VALUE = 48;

  /** Copies the dimensions. */
  public RecordedMetric {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
  }

  /** An estimate of what it takes in memory. */
  long cost() {
    long chars = (long) namespace.length() + name.length();
    for (Map.Entry<String, String> dimension : dimensions.entrySet()) {
      chars += BYTES_PER_VALUE + (long) dimension.getKey().length() + dimension.getValue().length();
    }
    int values =
        observation instanceof Observation.Distribution many ? 2 * many.values().size() : 1;
    return OVERHEAD_BYTES + 2 * chars + (long) BYTES_PER_VALUE * values;
  }
}
