// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import java.time.Instant;
import java.util.Map;

/**
 * One datum as a client has put it.
 *
 * @param identity which metric it belongs to
 * @param unit such as {@code Milliseconds}, {@code None} if the client said nothing
 * @param timestamp what the client said, else when it arrived
 * @param storageResolution seconds, 1 or 60
 * @param observation what was seen
 */
public record RecordedMetric(
    MetricIdentity identity,
    String unit,
    Instant timestamp,
    int storageResolution,
    Observation observation) {

  private static final int OVERHEAD_BYTES = 200;
  private static final int BYTES_PER_VALUE = 48;

  /**
   * Returns the metric's namespace.
   *
   * @return such as {@code orders/pipeline}
   */
  public String namespace() {
    return identity.namespace();
  }

  /**
   * Returns the metric's name.
   *
   * @return the name
   */
  public String name() {
    return identity.name();
  }

  /**
   * Returns the metric's dimensions.
   *
   * @return by name, in the client's order; read only
   */
  public Map<String, String> dimensions() {
    return identity.dimensions();
  }

  /** An estimate of what it takes in memory. */
  long cost() {
    long chars = (long) namespace().length() + name().length();
    for (Map.Entry<String, String> dimension : dimensions().entrySet()) {
      chars += BYTES_PER_VALUE + (long) dimension.getKey().length() + dimension.getValue().length();
    }
    int values =
        observation instanceof Observation.Distribution many ? 2 * many.values().size() : 1;
    return OVERHEAD_BYTES + 2 * chars + (long) BYTES_PER_VALUE * values;
  }
}
