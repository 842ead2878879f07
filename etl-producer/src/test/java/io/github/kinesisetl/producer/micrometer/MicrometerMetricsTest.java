// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.metrics.MetricNames;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerMetrics metrics =
      new MicrometerMetrics(registry, Tag.of("stream", "clicks"));

  @Test
  void count_fromManyThreads_addsUpUnderTheConventionalName() {
    IntStream.range(0, 1_000).parallel().forEach(i -> metrics.count(MetricNames.EVENTS_PUT, 2));
    assertThat(registry.get("kinesisetl.producer.events.put").tag("stream", "clicks").counter())
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(2_000));
  }

  @Test
  void count_bytes_haveTheirUnit() {
    metrics.count(MetricNames.ENTRY_BYTES, 10);
    assertThat(registry.get("kinesisetl.producer.entry.bytes").counter().getId().getBaseUnit())
        .isEqualTo("bytes");
  }

  @Test
  void record_millis_isATimer() {
    metrics.record(MetricNames.ENTRY_LATENCY_MILLIS, 40);
    metrics.record(MetricNames.ENTRY_LATENCY_MILLIS, 60);
    var timer = registry.get("kinesisetl.producer.entry.latency").timer();
    assertThat(timer.mean(TimeUnit.MILLISECONDS)).isEqualTo(50);
    assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(60);
  }

  @Test
  void record_anythingElse_isASummary() {
    metrics.record("producer.queueDepth", 7);
    assertThat(registry.get("kinesisetl.producer.queue.depth").summary().totalAmount())
        .isEqualTo(7);
  }
}
