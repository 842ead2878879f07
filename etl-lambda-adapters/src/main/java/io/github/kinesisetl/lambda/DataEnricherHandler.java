// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.event.EventStamp;
import java.util.function.UnaryOperator;

/**
 * Enriches JSON events and writes them: one event in, exactly one out, enriched or dead letter.
 * Safe for use by many threads.
 */
public class DataEnricherHandler extends KinesisHandler<ObjectNode, ObjectNode> {

  /**
   * A handler.
   *
   * @param enrichment what is added, usually an {@link
   *     io.github.kinesisetl.core.enrich.EnrichmentGraph}
   * @param sink where enriched events go
   * @param deadLetters where the others go
   * @param metrics where figures are reported
   */
  public DataEnricherHandler(
      Processor<ObjectNode, ObjectNode> enrichment,
      Sink<ObjectNode> sink,
      Sink<DeadLetter> deadLetters,
      EtlMetrics metrics) {
    this(enrichment, options -> options.sink(sink).deadLetters(deadLetters).metrics(metrics));
  }

  /**
   * A handler with more than sinks and metrics: lanes, an idempotency store, other limits.
   *
   * @param enrichment what is added
   * @param more sets at least both sinks
   */
  public DataEnricherHandler(
      Processor<ObjectNode, ObjectNode> enrichment,
      UnaryOperator<EngineOptions.Builder<ObjectNode, ObjectNode>> more) {
    super(
        more.apply(
                EngineOptions.builder(
                    new EventStamp(JsonCodec.tree(), TraceContext.ofEnvironment()), enrichment))
            .build());
  }
}
