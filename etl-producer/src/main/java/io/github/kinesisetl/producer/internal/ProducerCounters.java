// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.metrics.internal.Distribution;
import io.github.kinesisetl.core.metrics.internal.LogHistogram;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts for the producer's own snapshot and for the user's metrics. Safe for many threads. */
public final class ProducerCounters {

  /** In so many steps the events of a batch are told apart by when they were put. */
  private static final int LATENCY_STEPS = 8;

  private static final double MICROS_PER_MILLI = 1_000;

  private final EtlMetrics metrics;
  private final Totals totals = new Totals();
  private final Map<String, LongAdder> bytesByShard = new ConcurrentHashMap<>();
  private final LogHistogram latencyMicros = new LogHistogram();
  private final HotKeys hotKeys = new HotKeys();

  /**
   * Starts at nothing.
   *
   * @param metrics hear of everything, too; what they throw is logged
   */
  public ProducerCounters(EtlMetrics metrics) {
    this.metrics = new QuietMetrics(metrics);
  }

  /**
   * Counts an event; only adds up, as the user's metrics hear of whole batches.
   *
   * @param bytes its payload's
   */
  public void put(int bytes) {
    totals.eventsPut.increment();
    totals.eventBytes.add(bytes);
  }

  /** {@return the keys that make up much of the events} */
  public HotKeys hotKeys() {
    return hotKeys;
  }

  /**
   * Reports a batch that takes no more events.
   *
   * @param events how many it has
   * @param eventBytes their payloads
   */
  public void sealed(int events, long eventBytes) {
    metrics.count(MetricNames.EVENTS_PUT, events);
    metrics.count(MetricNames.EVENT_BYTES, eventBytes);
  }

  /**
   * Counts an entry before it is compressed.
   *
   * @param bytes its size
   */
  public void aggregated(int bytes) {
    totals.aggregateBytes.add(bytes);
    metrics.count(MetricNames.AGGREGATE_BYTES, bytes);
  }

  /** Counts a request. */
  public void requested() {
    totals.requests.increment();
    metrics.count(MetricNames.REQUESTS, 1);
  }

  /**
   * Counts an entry that is stored.
   *
   * @param shardId where
   * @param entryBytes its size, key included
   * @param events how many of its events somebody waits for
   */
  public void accepted(String shardId, int entryBytes, int events) {
    totals.eventsAccepted.add(events);
    totals.entriesAccepted.increment();
    bytesByShard.computeIfAbsent(shardId, unused -> new LongAdder()).add(entryBytes);
    metrics.count(MetricNames.EVENTS_ACCEPTED, events);
    metrics.count(MetricNames.ENTRIES_ACCEPTED, 1);
    metrics.count(MetricNames.ENTRY_BYTES, entryBytes);
  }

  /**
   * Notes how long the events of a stored entry took. They are taken to be put at a steady pace
   * from the first to the last.
   *
   * @param events how many
   * @param firstAgoNanos how long ago the first was put
   * @param spanNanos from the first to the last
   */
  public void latency(int events, long firstAgoNanos, long spanNanos) {
    int left = events;
    for (int step = 0; step < LATENCY_STEPS; step++) {
      int share = left / (LATENCY_STEPS - step);
      left -= share;
      long agoNanos = firstAgoNanos - spanNanos * step / LATENCY_STEPS;
      latencyMicros.record(TimeUnit.NANOSECONDS.toMicros(agoNanos), share);
    }
    metrics.record(MetricNames.ENTRY_LATENCY_MILLIS, TimeUnit.NANOSECONDS.toMillis(firstAgoNanos));
  }

  /**
   * Counts events that are given up.
   *
   * @param events how many
   */
  public void rejected(int events) {
    totals.eventsRejected.add(events);
    metrics.count(MetricNames.EVENTS_REJECTED, events);
  }

  /**
   * Counts an entry that is sent again.
   *
   * @param wasThrottled whether its shard is over its rate
   */
  public void retried(boolean wasThrottled) {
    totals.retried.increment();
    metrics.count(MetricNames.ENTRIES_RETRIED, 1);
    if (wasThrottled) {
      totals.throttled.increment();
      metrics.count(MetricNames.ENTRIES_THROTTLED, 1);
    }
  }

  /**
   * What was counted so far.
   *
   * @param bufferedBytes what is held now
   * @return a snapshot
   */
  public ProducerMetrics snapshot(long bufferedBytes) {
    Map<String, Long> byShard = new TreeMap<>();
    bytesByShard.forEach((shardId, bytes) -> byShard.put(shardId, bytes.sum()));
    return new ProducerMetrics(
        new ProducerMetrics.Events(
            totals.eventsPut.sum(),
            totals.eventsAccepted.sum(),
            totals.eventsRejected.sum(),
            totals.eventBytes.sum(),
            latency(latencyMicros.snapshot())),
        new ProducerMetrics.Entries(
            totals.entriesAccepted.sum(),
            totals.retried.sum(),
            totals.throttled.sum(),
            totals.aggregateBytes.sum(),
            byShard),
        hotKeys.top(),
        totals.requests.sum(),
        bufferedBytes);
  }

  private static ProducerMetrics.Latency latency(Distribution micros) {
    return new ProducerMetrics.Latency(
        micros.percentile(50) / MICROS_PER_MILLI,
        micros.percentile(99) / MICROS_PER_MILLI,
        micros.max() / MICROS_PER_MILLI);
  }

  /** What only grows. */
  private static final class Totals {
    private final LongAdder eventsPut = new LongAdder();
    private final LongAdder eventsAccepted = new LongAdder();
    private final LongAdder eventsRejected = new LongAdder();
    private final LongAdder eventBytes = new LongAdder();
    private final LongAdder aggregateBytes = new LongAdder();
    private final LongAdder entriesAccepted = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder throttled = new LongAdder();
  }
}
