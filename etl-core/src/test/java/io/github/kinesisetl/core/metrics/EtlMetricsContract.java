// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What each place for figures keeps to: counters and distributions of one name add up, others are
 * not touched, and nothing is lost between many threads.
 */
abstract class EtlMetricsContract {

  /** The figures to report to, the same each time. */
  abstract EtlMetrics metrics();

  /** What a counter has come to. */
  abstract long total(String name);

  /** How many values a distribution has, and what they come to. */
  abstract CountAndSum values(String name);

  /** Two figures of a distribution. */
  record CountAndSum(long count, long sum) {}

  @Test
  final void count_twice_addsUpUnderItsName() {
    metrics().count("etl.these", 3);
    metrics().count("etl.others", 10);
    metrics().count("etl.these", 4);
    assertThat(total("etl.these")).isEqualTo(7);
  }

  @Test
  final void record_valuesOfTwoNames_keepsThemApart() {
    metrics().record("etl.waitMillis", 5);
    metrics().record("etl.sizeBytes", 1_000_000);
    metrics().record("etl.waitMillis", 0);
    assertThat(values("etl.waitMillis")).isEqualTo(new CountAndSum(2, 5));
  }

  @Test
  final void report_byManyThreads_losesNothing() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> {
          metrics().count("etl.events", 2);
          metrics().record("etl.waitMillis", i);
        });
    assertThat(values("etl.waitMillis")).isEqualTo(new CountAndSum(10_000, 49_995_000));
  }

  @Test
  final void count_byManyThreads_losesNothing() {
    IntStream.range(0, 10_000).parallel().forEach(i -> metrics().count("etl.events", 2));
    assertThat(total("etl.events")).isEqualTo(20_000);
  }
}
