// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How many bytes an event takes in each form, its partition key included. Immutable.
 *
 * @param json alone, as it is
 * @param gzip alone, as a gzip member
 * @param aggregate its share of a KPL aggregate of 50 KiB
 * @param dense its share of what is stored
 * @param sampled of how many events the first two were taken
 */
record EventBytes(double json, double gzip, double aggregate, double dense, long sampled) {

  private static final int KPL_AGGREGATE_BYTES = 51_200; // its default
  private static final int MAX_SAMPLED = 10_000;
  private static final int LEAST_STRIDE = 7; // prime, so that it keeps step with nothing

  /** Measures the replay's events again, every seventh or fewer; 0 everywhere if none was put. */
  static EventBytes of(JobResult result) throws IOException {
    ProducerMetrics metrics = result.producer();
    int events = (int) Math.min(Integer.MAX_VALUE, metrics.events().put());
    if (events == 0) {
      return new EventBytes(0, 0, 0, 0, 0);
    }
    var replay = new Replay(WebLog.load(), result.series(), events);
    int stride = Math.max(LEAST_STRIDE, events / MAX_SAMPLED | 1);
    long json = 0;
    long gzip = 0;
    long sampled = 0;
    try (Compressor compressor = Compressor.gzip()) {
      for (int number = 0; number < events; number += stride) {
        ReplayEvent event = replay.event(number);
        byte[] encoded = event.encoded();
        int key = event.partitionKey().getBytes(StandardCharsets.UTF_8).length;
        json += encoded.length + key;
        gzip += compressor.compress(encoded).length + key;
        sampled++;
      }
    }
    return new EventBytes(
        (double) json / sampled,
        (double) gzip / sampled,
        (double) kplBytes(replay, events) / events,
        (double) metrics.entries().bytes() / events,
        sampled);
  }

  /** How many times fewer bytes than KPL aggregates of the same events. */
  double timesFewerThanKpl() {
    return dense == 0 ? 0 : aggregate / dense;
  }

  /** What KPL would have made of all events, had they gone to one shard. */
  private static long kplBytes(Replay replay, int events) throws IOException {
    var kpl = RecordAggregator.kpl(KPL_AGGREGATE_BYTES);
    long bytes = 0;
    for (int number = 0; number < events; number++) {
      ReplayEvent event = replay.event(number);
      EventRecord record = EventRecord.of(event.partitionKey(), event.encoded());
      int more = RecordAggregator.maxBytesOf(record.partitionKey(), record.sizeBytes());
      if (kpl.sizeBytes() + more > KPL_AGGREGATE_BYTES && kpl.recordCount() > 0) {
        bytes += kpl.finish(null).length;
      }
      kpl.add(record);
    }
    return bytes + (kpl.recordCount() > 0 ? kpl.finish(null).length : 0);
  }
}
