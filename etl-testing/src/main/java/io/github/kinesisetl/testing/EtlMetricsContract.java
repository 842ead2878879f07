// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What each destination of figures keeps to: counters add up, distributions keep count, sum and
 * greatest value, from many threads, and names of anybody's do no harm.
 */
public abstract class EtlMetricsContract {

  /** For a destination's own test. */
  protected EtlMetricsContract() {}

  /**
   * The destination to ask.
   *
   * @return the same for one test, with nothing in it
   */
  protected abstract EtlMetrics metrics();

  /**
   * What was counted, read by other means.
   *
   * @param name the counter
   * @return its total
   */
  protected abstract long total(String name);

  /**
   * What was recorded, read by other means.
   *
   * @param name the distribution
   * @return its figures
   */
  protected abstract Recorded recorded(String name);

  @Test
  final void count_manyTimes_addsUp() {
    metrics().count(MetricNames.RECORDS_READ, 3);
    metrics().count(MetricNames.RECORDS_READ, 0);
    metrics().count(MetricNames.RECORDS_READ, 4);
    metrics().count(MetricNames.RECORDS_DONE, 1);
    assertThat(total(MetricNames.RECORDS_READ)).isEqualTo(7);
    assertThat(total(MetricNames.RECORDS_DONE)).isEqualTo(1);
  }

  @Test
  final void record_values_keepCountSumAndGreatest() {
    for (long value : new long[] {0, 5, 1_000_000, 17}) {
      metrics().record(MetricNames.BATCH_ENTRIES, value);
    }
    Recorded recorded = recorded(MetricNames.BATCH_ENTRIES);
    assertThat(recorded.count()).isEqualTo(4);
    assertThat(recorded.sum()).isBetween(1_000_022 * 0.99, 1_000_022 * 1.01);
    assertThat(recorded.max()).isBetween(990_000.0, 1_010_000.0);
  }

  @Test
  final void reports_fromManyThreads_loseNothing() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(() -> {
            for (int k = 0; k < 1_000; k++) {
              metrics().count(MetricNames.RECORDS_READ, 1);
              metrics().record(MetricNames.BATCH_ENTRIES, k % 10);
            }
          }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(total(MetricNames.RECORDS_READ)).isEqualTo(4_000);
    assertThat(recorded(MetricNames.BATCH_ENTRIES).count()).isEqualTo(4_000);
  }

  /**
   * What is known of a distribution.
   *
   * @param count how many values
   * @param sum their sum
   * @param max the greatest
   */
  public record Recorded(long count, double sum, double max) {}
}
