// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

/**
 * The names under which the library reports.
 *
 * @since 0.1.0
 */
public final class MetricNames {

  /** Counter: events that {@code put} took. */
  public static final String EVENTS_PUT = "producer.eventsPut";

  /** Counter: events that Kinesis stored. */
  public static final String EVENTS_ACCEPTED = "producer.eventsAccepted";

  /** Counter: events that were given up. */
  public static final String EVENTS_REJECTED = "producer.eventsRejected";

  /** Counter: encoded bytes of the events that were put. */
  public static final String EVENT_BYTES = "producer.eventBytes";

  /** Counter: bytes of the aggregates that they are in, before compression. */
  public static final String AGGREGATE_BYTES = "producer.aggregateBytes";

  /** Counter: bytes of stored entries, keys included. */
  public static final String ENTRY_BYTES = "producer.entryBytes";

  /** Counter: entries that Kinesis stored. */
  public static final String ENTRIES_ACCEPTED = "producer.entriesAccepted";

  /** Counter: entries that failed and are sent again. */
  public static final String ENTRIES_RETRIED = "producer.entriesRetried";

  /** Counter: entries that Kinesis throttled. */
  public static final String ENTRIES_THROTTLED = "producer.entriesThrottled";

  /** Counter: requests sent. */
  public static final String REQUESTS = "producer.requests";

  /** Distribution: milliseconds from a batch's first record to its result. */
  public static final String ENTRY_LATENCY_MILLIS = "producer.entryLatencyMillis";

  /** Counter: records that a handler took out of its entries. */
  public static final String RECORDS_READ = "lambda.recordsRead";

  /**
   * Distribution: of a batch's records, the percentage that could be opened and decoded and fit the
   * schema, rounded down.
   */
  public static final String DECODED_PERCENT = "lambda.decodedPercent";

  /** Counter: records that were done, whatever became of them. */
  public static final String RECORDS_DONE = "lambda.recordsDone";

  /** Counter: records that went to the dead letters. */
  public static final String DEAD_LETTERS = "lambda.deadLetters";

  /** Counter: invocations that asked for a retry. */
  public static final String BATCH_ITEM_FAILURES = "lambda.batchItemFailures";

  /** Distribution: milliseconds since the oldest record of a batch arrived on the stream. */
  public static final String ITERATOR_AGE_MILLIS = "lambda.iteratorAgeMillis";

  /** Distribution: entries of a batch. */
  public static final String BATCH_ENTRIES = "lambda.batchEntries";

  /** Counter: records that were done before, or that their producer sent twice. */
  public static final String RECORDS_SKIPPED = "lambda.recordsSkipped";

  /** Counter: failures that may pass, of processors. */
  public static final String FAILURES_TRANSIENT = "lambda.failuresTransient";

  /** Counter: records that can never succeed. */
  public static final String FAILURES_PERMANENT = "lambda.failuresPermanent";

  /** Counter: failures of which nobody knows whether they pass, such as exceptions. */
  public static final String FAILURES_UNKNOWN = "lambda.failuresUnknown";

  /** Counter: items that a sink did not store, and that will be repeated. */
  public static final String FAILURES_SINK = "lambda.failuresSink";

  /** Counter: steps of enrichments that added something to an event. */
  public static final String ENRICHMENT_HITS = "lambda.enrichmentHits";

  /** Counter: steps of enrichments that had nothing to add. */
  public static final String ENRICHMENT_MISSES = "lambda.enrichmentMisses";

  /** Counter: steps of enrichments that could not find out. */
  public static final String ENRICHMENT_FAILURES = "lambda.enrichmentFailures";

  /** Counter: alerts that were stored, raised and closed ones alike. */
  public static final String ALERTS = "lambda.alerts";

  /** Counter: series whose detector was looked up in its store. */
  public static final String DETECTOR_LOADS = "lambda.detectorLoads";

  /** Counter: detectors that were saved in their store. */
  public static final String DETECTOR_SAVES = "lambda.detectorSaves";

  /** Counter: detectors whose unsaved learning gave way to what another instance had saved. */
  public static final String DETECTOR_CONFLICTS = "lambda.detectorConflicts";

  /** Counter: detectors that had to make room before they could be saved. */
  public static final String DETECTORS_LOST = "lambda.detectorsLost";

  /** Counter: saved detectors that this release cannot read, so that their series began anew. */
  public static final String DETECTORS_UNREADABLE = "lambda.detectorsUnreadable";

  private MetricNames() {}
}
