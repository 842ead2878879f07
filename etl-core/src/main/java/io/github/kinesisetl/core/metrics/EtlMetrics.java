// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

/**
 * Where the library reports its counters and distributions. Implementations are safe for use by
 * many threads and return quickly. {@link MetricNames} lists what is reported, with units.
 *
 * @since 0.1.0
 */
public interface EtlMetrics {

  /** Reports nothing: the default. */
  EtlMetrics NONE =
      new EtlMetrics() {
        @Override
        public void count(String name, long amount) {}

        @Override
        public void record(String name, long value) {}
      };

  /**
   * Adds to a counter.
   *
   * @param name the counter, from {@link MetricNames}
   * @param amount how much, 0 or more
   */
  void count(String name, long amount);

  /**
   * Adds a value to a distribution.
   *
   * @param name the distribution, from {@link MetricNames}; the name ends in its unit
   * @param value the value, 0 or more
   */
  void record(String name, long value);
}
