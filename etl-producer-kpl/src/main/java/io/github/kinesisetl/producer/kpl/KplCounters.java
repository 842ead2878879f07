// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts events for the snapshot and for the user's metrics. Safe for use by many threads. */
final class KplCounters {

  private static final Logger log = LoggerFactory.getLogger(KplCounters.class);

  private final EtlMetrics metrics;
  private final AtomicBoolean failed = new AtomicBoolean();
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
    report(MetricNames.EVENTS_PUT, 1);
    report(MetricNames.EVENT_BYTES, eventBytes);
  }

  void accepted() {
    accepted.increment();
    report(MetricNames.EVENTS_ACCEPTED, 1);
  }

  void rejected() {
    rejected.increment();
    report(MetricNames.EVENTS_REJECTED, 1);
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

  /** Metrics that throw cost no event. */
  private void report(String name, long amount) {
    try {
      metrics.count(name, amount);
    } catch (RuntimeException | Error e) { // somebody else's code
      if (failed.compareAndSet(false, true)) {
        log.warn("the metrics threw; figures are missing, events are not", e);
      }
    }
  }
}
