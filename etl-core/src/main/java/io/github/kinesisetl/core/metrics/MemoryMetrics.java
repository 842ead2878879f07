// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps totals in memory, to be read by tests and progress displays. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class MemoryMetrics implements EtlMetrics {

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, Totals> distributions = new ConcurrentHashMap<>();

  /** Starts with nothing counted. */
  public MemoryMetrics() {}

  @Override
  public void count(String name, long amount) {
    counters.computeIfAbsent(name, unused -> new LongAdder()).add(amount);
  }

  @Override
  public void record(String name, long value) {
    distributions.merge(name, new Totals(1, value, value), Totals::plus);
  }

  /**
   * A counter's total.
   *
   * @param name the counter
   * @return 0 or more
   */
  public long total(String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /**
   * A distribution's count, sum and greatest value.
   *
   * @param name the distribution
   * @return zeros if nothing was recorded
   */
  public Totals distribution(String name) {
    return distributions.getOrDefault(name, new Totals(0, 0, 0));
  }

  /**
   * All counters.
   *
   * @return a sorted copy
   */
  public Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    counters.forEach((name, counter) -> totals.put(name, counter.sum()));
    return totals;
  }

  /**
   * What is kept of a distribution.
   *
   * @param count how many values
   * @param sum their sum
   * @param max the greatest, 0 if there was none
   */
  public record Totals(long count, long sum, long max) {

    private Totals plus(Totals other) {
      return new Totals(count + other.count, sum + other.sum, Math.max(max, other.max));
    }

    /**
     * The mean of the values.
     *
     * @return sum by count, 0 if there was none
     */
    public double mean() {
      return count == 0 ? 0 : (double) sum / count;
    }
  }
}
