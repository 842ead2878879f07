// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.ValueSummary;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Watches series of values and writes alerts when one begins and when it is over. Safe for use by
 * many threads.
 *
 * <p>What the detectors learn lives in the memory of this instance, hours at best, unless {@link
 * SeriesDetectors#storedIn} keeps it in a store; a detector warms up for days. A series must lie on
 * one shard.
 */
public class AnomalyDetectorHandler extends KinesisHandler<ObjectNode, List<ObjectNode>> {

  private final SeriesDetectors detectors;

  /**
   * A handler without a store.
   *
   * @param detectors one detector a series, not shared with anybody
   * @param fields where events carry a point of a series
   * @param sink where alerts go; an alert's {@code alert_id} and {@code state} tell repeats apart
   * @param deadLetters where points go that are none
   * @param metrics where figures are reported
   */
  public AnomalyDetectorHandler(
      KeyedDetectors detectors,
      SeriesFields fields,
      Sink<ObjectNode> sink,
      Sink<DeadLetter> deadLetters,
      EtlMetrics metrics) {
    this(
        detectors,
        fields,
        new CountingSink<>(sink, metrics, MetricNames.ALERTS),
        stages -> stages.deadLetters(deadLetters).metrics(metrics));
  }

  /**
   * A handler without a store, with more than sinks and metrics.
   *
   * @param detectors one detector a series, not shared with anybody
   * @param fields where events carry a point of a series
   * @param sink where alerts go
   * @param more sets at least the dead letters' sink
   */
  public AnomalyDetectorHandler(
      KeyedDetectors detectors,
      SeriesFields fields,
      Sink<ObjectNode> sink,
      UnaryOperator<Stages.Builder<ObjectNode, List<ObjectNode>>> more) {
    this(SeriesDetectors.inMemory(detectors), fields, sink, more);
  }

  /**
   * A handler with or without a store. Points of a series must come in order, so lanes are of use
   * only where a series has one partition key.
   *
   * @param detectors the detectors, for this handler alone
   * @param fields where events carry a point of a series
   * @param sink where alerts go; an alert's {@code alert_id} and {@code state} tell repeats apart
   * @param more sets at least the dead letters' sink
   */
  public AnomalyDetectorHandler(
      SeriesDetectors detectors,
      SeriesFields fields,
      Sink<ObjectNode> sink,
      UnaryOperator<Stages.Builder<ObjectNode, List<ObjectNode>>> more) {
    super(
        more.apply(
                Stages.of(
                        new EventStamp(JsonCodec.tree()), new SeriesPoints(fields, detectors::take))
                    .sink(detectors.outbox().to(sink)))
            .build());
    this.detectors = detectors;
  }

  /**
   * What watches one value a tumbling window and series instead of each point; for {@link
   * Stages.Builder#window}. Its state, the sums of a window so far, travels with the invocations,
   * so it does not matter which instance gets them. A series whose points lie on several shards is
   * judged a shard at a time: use its key as the partition key.
   *
   * @param detectors the handler's own
   * @param fields where events carry a point of a series
   * @param statistic which value of a window is watched
   * @return the window
   */
  public static TumblingWindow<ObjectNode, List<ObjectNode>> window(
      SeriesDetectors detectors, SeriesFields fields, ValueSummary.Statistic statistic) {
    return window -> new SeriesWindow(window, fields, statistic, detectors);
  }

  @Override
  void endInvocation(HandlerLog log, String requestId, BooleanSupplier hasTime) {
    detectors.endInvocation(log, requestId, hasTime);
  }
}
