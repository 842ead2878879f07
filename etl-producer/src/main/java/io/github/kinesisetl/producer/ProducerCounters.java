// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.metrics.internal.LogHistogram;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts for the producer's own snapshot and for the user's metrics. Safe for many threads. */
final class ProducerCounters {

  /** In so many steps the events of a batch are told apart by when they were put. */
  private static final int LATENCY_STEPS = 8;

  private final EtlMetrics metrics;
  private final LongAdder eventsPut = new LongAdder();
  private final LongAdder eventsAccepted = new LongAdder();
  private final LongAdder eventsRejected = new LongAdder();
  private final LongAdder eventBytes = new LongAdder();
  private final LongAdder aggregateBytes = new LongAdder();
  private final LongAdder entriesAccepted = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final Map<String, LongAdder> bytesByShard = new ConcurrentHashMap<>();
  private final LogHistogram latencyMicros = new LogHistogram();
  private final HotKeys hotKeys = new HotKeys();

  ProducerCounters(EtlMetrics metrics) {
    this.metrics = new QuietMetrics(metrics);
  }

  /** Only adds up: the user's metrics hear of whole batches. */
  void put(int bytes) {
    eventsPut.increment();
    eventBytes.add(bytes);
  }

  HotKeys hotKeys() {
    return hotKeys;
  }

  void sealed(Batch batch) {
    metrics.count(MetricNames.EVENTS_PUT, batch.size());
    metrics.count(MetricNames.EVENT_BYTES, batch.eventBytes());
  }

  void aggregated(int bytes) {
    aggregateBytes.add(bytes);
    metrics.count(MetricNames.AGGREGATE_BYTES, bytes);
  }

  void requested() {
    requests.increment();
    metrics.count(MetricNames.REQUESTS, 1);
  }

  void accepted(Batch batch, Entry entry, String shardId) {
    eventsAccepted.add(batch.events());
    entriesAccepted.increment();
    bytesByShard.computeIfAbsent(shardId, unused -> new LongAdder()).add(entry.sizeBytes());
    metrics.count(MetricNames.EVENTS_ACCEPTED, batch.events());
    metrics.count(MetricNames.ENTRIES_ACCEPTED, 1);
    metrics.count(MetricNames.ENTRY_BYTES, entry.sizeBytes());
    long now = System.nanoTime();
    recordLatencies(batch, now);
    metrics.record(
        MetricNames.ENTRY_LATENCY_MILLIS,
        TimeUnit.NANOSECONDS.toMillis(now - batch.firstPutNanos()));
  }

  /** Events are taken to be put at a steady pace from the first to the last of their batch. */
  private void recordLatencies(Batch batch, long now) {
    int left = batch.events();
    long first = batch.firstPutNanos();
    long span = batch.lastPutNanos() - first;
    for (int step = 0; step < LATENCY_STEPS; step++) {
      int share = left / (LATENCY_STEPS - step);
      left -= share;
      long putAt = first + span * step / LATENCY_STEPS;
      latencyMicros.record(TimeUnit.NANOSECONDS.toMicros(now - putAt), share);
    }
  }

  void rejected(int events) {
    eventsRejected.add(events);
    metrics.count(MetricNames.EVENTS_REJECTED, events);
  }

  void retried(boolean wasThrottled) {
    retried.increment();
    metrics.count(MetricNames.ENTRIES_RETRIED, 1);
    if (wasThrottled) {
      throttled.increment();
      metrics.count(MetricNames.ENTRIES_THROTTLED, 1);
    }
  }

  ProducerMetrics snapshot(long bufferedBytes) {
    Map<String, Long> byShard = new TreeMap<>();
    bytesByShard.forEach((shardId, bytes) -> byShard.put(shardId, bytes.sum()));
    return new ProducerMetrics(
        new ProducerMetrics.Events(
            eventsPut.sum(),
            eventsAccepted.sum(),
            eventsRejected.sum(),
            eventBytes.sum(),
            ProducerMetrics.Latency.of(latencyMicros.snapshot())),
        new ProducerMetrics.Entries(
            entriesAccepted.sum(), retried.sum(), throttled.sum(), aggregateBytes.sum(), byShard),
        hotKeys.top(),
        requests.sum(),
        bufferedBytes);
  }
}
