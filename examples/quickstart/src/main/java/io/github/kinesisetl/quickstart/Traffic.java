// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.sizing.LambdaBatchPlan;
import io.github.kinesisetl.core.sizing.LambdaLoad;
import io.github.kinesisetl.core.sizing.Packing;
import io.github.kinesisetl.core.sizing.PriceList;
import io.github.kinesisetl.core.sizing.ReadLoad;
import io.github.kinesisetl.core.sizing.ShardPlan;
import io.github.kinesisetl.core.sizing.StreamCost;
import io.github.kinesisetl.core.sizing.WriteLoad;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.time.Duration;

/**
 * What the job measured of its own traffic, and what that means for a stream of it. Immutable.
 *
 * @param bytesPerEvent mean encoded size
 * @param packing how many events share an entry, and how many times smaller they get
 * @param microsPerEvent what the enricher takes for an event
 */
record Traffic(double bytesPerEvent, Packing packing, double microsPerEvent) {

  /** A long-lived service has two consumers here: enricher and detector. */
  private static final int CONSUMERS = 2;

  private static final double KEY_BYTES = 12;
  private static final double PEAK_FACTOR = 1.5;

  static Traffic of(JobResult result) {
    ProducerMetrics metrics = result.producer();
    double events = Math.max(1, metrics.events().accepted());
    double entries = Math.max(1, metrics.entries().accepted());
    double wireBytes = Math.max(1, metrics.entries().bytes());
    var packing =
        new Packing(
            Math.max(1, events / entries), Math.max(1, metrics.events().bytes() / wireBytes));
    return new Traffic(
        metrics.events().bytes() / events,
        packing,
        Math.max(0.001, result.functionMicrosPerEvent()));
  }

  /** The load of so many events a second as the producer writes them. */
  WriteLoad dense(double eventsPerSecond) {
    return plain(eventsPerSecond).packedAs(packing);
  }

  /** The same load with an entry for each event. */
  WriteLoad plain(double eventsPerSecond) {
    return new WriteLoad(eventsPerSecond, bytesPerEvent, KEY_BYTES, PEAK_FACTOR, Packing.none());
  }

  static ShardPlan shards(WriteLoad load) {
    return ShardPlan.of(load, ReadLoad.shared(CONSUMERS));
  }

  /** The enricher's batches, with entries as they lie on the stream. */
  LambdaBatchPlan batches() {
    int entryBytes = (int) Math.ceil(dense(1).entryBytes());
    Duration time = Duration.ofNanos(Math.max(1, Math.round(microsPerEvent * 1_000)));
    return LambdaBatchPlan.of(
        LambdaLoad.builder(entryBytes, time)
            .recordsPerEntry((int) Math.ceil(packing.recordsPerEntry()))
            .build());
  }

  static StreamCost cost(WriteLoad load) {
    return StreamCost.provisioned(load, shards(load).shards(), PriceList.bundled());
  }
}
