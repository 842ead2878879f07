// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.schema.RecordSchema;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.event.EventNormalizer;
import io.github.kinesisetl.engine.event.EventStamp;
import java.util.function.UnaryOperator;

/**
 * The first function behind a stream: decodes JSON events, checks them against a schema, stamps
 * their {@code event_id}, normalises {@code event_type} and {@code timestamp}, adds {@code
 * event_date}, and passes them on. Safe for use by many threads.
 */
public class StreamProcessorHandler extends KinesisHandler<ObjectNode, ObjectNode> {

  /**
   * A handler.
   *
   * @param schema what events must look like; it should require {@code timestamp}
   * @param sink where valid events go, usually a {@link io.github.kinesisetl.sinks.KinesisSink} on
   *     the analytics stream
   * @param deadLetters where the others go
   * @param metrics where figures are reported
   */
  public StreamProcessorHandler(
      RecordSchema schema,
      Sink<ObjectNode> sink,
      Sink<DeadLetter> deadLetters,
      EtlMetrics metrics) {
    this(schema, options -> options.sink(sink).deadLetters(deadLetters).metrics(metrics));
  }

  /**
   * A handler with more than sinks and metrics: lanes, an idempotency store, other limits.
   *
   * @param schema what events must look like; it should require {@code timestamp}
   * @param more sets at least both sinks
   */
  public StreamProcessorHandler(
      RecordSchema schema, UnaryOperator<EngineOptions.Builder<ObjectNode, ObjectNode>> more) {
    super(
        more.apply(
                EngineOptions.builder(
                    new EventStamp(
                        JsonCodec.tree().validatedBy(schema), TraceContext.ofEnvironment()),
                    new EventNormalizer()))
            .build());
  }
}
