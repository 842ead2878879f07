// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What tells one metric from another.
 *
 * @param namespace such as {@code orders/pipeline}
 * @param name the metric's name
 * @param dimensions by name, in the client's order
 */
public record MetricIdentity(String namespace, String name, Map<String, String> dimensions) {

  /** Copies the dimensions. */
  public MetricIdentity {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
  }
}
