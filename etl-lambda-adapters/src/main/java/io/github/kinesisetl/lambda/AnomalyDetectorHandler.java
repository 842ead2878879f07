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
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.detector.SeriesFields;
import io.github.kinesisetl.engine.event.EventStamp;
import io.github.kinesisetl.engine.metrics.CountingSink;
import io.github.kinesisetl.lambda.window.SeriesWindow;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
        options -> options.deadLetters(deadLetters).metrics(metrics));
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
      UnaryOperator<EngineOptions.Builder<ObjectNode, List<ObjectNode>>> more) {
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
      UnaryOperator<EngineOptions.Builder<ObjectNode, List<ObjectNode>>> more) {
    this(detectors, fields, sink, null, more);
  }

  /**
   * A handler of a mapping with a tumbling window: it watches one value a window and series instead
   * of each point. The window's state, its sums so far, travels with the invocations, so it does
   * not matter which instance gets them. A series whose points lie on several shards is judged a
   * shard at a time: use its key as the partition key.
   *
   * @param detectors the detectors, for this handler alone
   * @param fields where events carry a point of a series
   * @param sink where alerts go; an alert's {@code alert_id} and {@code state} tell repeats apart
   * @param windowValue which value of a window is watched; null to watch each point
   * @param more sets at least the dead letters' sink, and neither lanes nor an idempotency store
   */
  public AnomalyDetectorHandler(
      SeriesDetectors detectors,
      SeriesFields fields,
      Sink<ObjectNode> sink,
      ValueSummary.@Nullable Statistic windowValue,
      UnaryOperator<EngineOptions.Builder<ObjectNode, List<ObjectNode>>> more) {
    super(
        more.apply(
                EngineOptions.builder(
                        new EventStamp(JsonCodec.tree(), TraceContext.ofEnvironment()),
                        detectors.processor(fields))
                    .sink(detectors.alertsTo(sink)))
            .build(),
        windowValue == null
            ? null
            : window -> new SeriesWindow(window, fields, windowValue, detectors));
    this.detectors = detectors;
  }

  @Override
  void endInvocation(FailureLog log, String requestId, BooleanSupplier hasTime) {
    detectors.endBatch(log, requestId, hasTime);
  }
}
