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
import java.util.function.UnaryOperator;

/**
 * Watches series of values and writes alerts when one begins and when it is over. Safe for use by
 * many threads.
 *
 * <p>What the detectors learn lives in the memory of this instance: it survives from one invocation
 * to the next while Lambda keeps the instance warm, and a key is watched by one instance only as
 * long as its shard is not processed in parallel by several.
 */
public class AnomalyDetectorHandler extends KinesisHandler<ObjectNode, List<ObjectNode>> {

  /**
   * A handler.
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
   * A handler with more than sinks and metrics. Points of a series must come in order, so lanes are
   * of use only where a series has one partition key.
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
    super(
        more.apply(
                Stages.of(new EventStamp(JsonCodec.tree()), points(detectors, fields))
                    .sink(new AlertOutbox(sink)))
            .build());
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
      KeyedDetectors detectors, SeriesFields fields, ValueSummary.Statistic statistic) {
    var alerts = new SeriesAlerts(detectors);
    return window -> new SeriesWindow(window, fields, statistic, alerts);
  }

  private static SeriesPoints points(KeyedDetectors detectors, SeriesFields fields) {
    return new SeriesPoints(fields, new SeriesAlerts(detectors));
  }
}
