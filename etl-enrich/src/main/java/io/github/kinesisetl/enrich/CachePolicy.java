// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import java.time.Duration;

/**
 * How a cache keeps values.
 *
 * @param maxEntries the hard bound on keys; 1 or more
 * @param freshFor so long a value is used without asking again; 0 or more
 * @param staleFor so much longer it is used if the source is unavailable; 0 or more
 * @since 0.1.0
 */
public record CachePolicy(long maxEntries, Duration freshFor, Duration staleFor) {
  /** Checks the ranges. */
  public CachePolicy {
    if (maxEntries < 1) {
      throw new IllegalArgumentException("maxEntries must be 1 or more, but is " + maxEntries);
    }
    if (freshFor.isNegative() || staleFor.isNegative()) {
      throw new IllegalArgumentException(
          "freshFor and staleFor must be 0 or more, but are %s and %s"
              .formatted(freshFor, staleFor));
    }
  }
}
