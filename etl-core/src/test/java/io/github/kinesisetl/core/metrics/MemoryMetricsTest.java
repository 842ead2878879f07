// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryMetricsTest {

  @Test
  void totals_countedFromManyThreads_loseNothing() {
    var metrics = new MemoryMetrics();
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> {
          metrics.count("events", 2);
          metrics.record("latency", i);
        });
    assertThat(metrics.total("events")).isEqualTo(20_000);
    assertThat(metrics.total("other")).isZero();
    assertThat(metrics.distribution("latency").count()).isEqualTo(10_000);
    assertThat(metrics.distribution("latency").max()).isEqualTo(9_999);
    assertThat(metrics.distribution("latency").mean()).isEqualTo(4_999.5);
    assertThat(metrics.totals()).containsOnlyKeys("events");
  }
}
