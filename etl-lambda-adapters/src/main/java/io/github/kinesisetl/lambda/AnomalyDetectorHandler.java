// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.detect.KeyedDetectors;
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
                Stages.of(new EventStamp(JsonCodec.tree()), new SeriesWatch(detectors, fields))
                    .sink(new AlertOutbox(sink)))
            .build());
  }
}
