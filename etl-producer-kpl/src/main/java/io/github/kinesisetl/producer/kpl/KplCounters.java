// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts events for the snapshot and for the user's metrics. Safe for use by many threads. */
final class KplCounters {

  private final EtlMetrics metrics;
  private final LongAdder put = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  KplCounters(EtlMetrics metrics) {
    this.metrics = metrics;
  }

  void put(int eventBytes) {
    put.increment();
    bytes.add(eventBytes);
    metrics.count(MetricNames.EVENTS_PUT, 1);
    metrics.count(MetricNames.EVENT_BYTES, eventBytes);
  }

  void accepted() {
    accepted.increment();
    metrics.count(MetricNames.EVENTS_ACCEPTED, 1);
  }

  void rejected() {
    rejected.increment();
    metrics.count(MetricNames.EVENTS_REJECTED, 1);
  }

  ProducerMetrics snapshot(long bufferedBytes) {
    return new ProducerMetrics(
        new ProducerMetrics.Events(
            put.sum(), accepted.sum(), rejected.sum(), bytes.sum(), ProducerMetrics.Latency.NONE),
        new ProducerMetrics.Entries(0, 0, 0, 0, Map.of()),
        List.of(),
        0,
        bufferedBytes);
  }
}
