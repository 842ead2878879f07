// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.enrich.Enrichers;
import io.github.kinesisetl.core.enrich.EnrichmentGraph;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import io.github.kinesisetl.engine.detector.SeriesFields;
import io.github.kinesisetl.enrich.TableLookup;
import io.github.kinesisetl.enrich.UserAgents;
import io.github.kinesisetl.lambda.AnomalyDetectorHandler;
import io.github.kinesisetl.lambda.DataEnricherHandler;
import io.github.kinesisetl.lambda.StreamProcessorHandler;
import java.io.IOException;
import java.io.Reader;
import java.util.Set;

/** The three functions, made as a team would make them. */
final class Functions {

  /** What every event must have. */
  static final RecordSchema SCHEMA =
      RecordSchema.builder("event", 1)
          .field(Field.required("user_id", FieldType.STRING).between(1, 256))
          .field(Field.required("event_type", FieldType.STRING).between(1, 64))
          .field(Field.required("timestamp", FieldType.TIMESTAMP))
          .field(Field.required("value", FieldType.DECIMAL))
          .build();

  private static final int MAX_SERIES = 1_000;

  private final LocalSinks sinks;
  private final EtlMetrics metrics;

  Functions(LocalSinks sinks, EtlMetrics metrics) {
    this.sinks = sinks;
    this.metrics = metrics;
  }

  StreamProcessorHandler streamProcessor(Sink<ObjectNode> analyticsStream) {
    return new StreamProcessorHandler(SCHEMA, analyticsStream, sinks.deadLetters(), metrics);
  }

  DataEnricherHandler dataEnricher() throws IOException {
    try (Reader csv = Resources.text("http-status.csv")) {
      var statuses = TableLookup.of(TableLookup.Table.csv("rfc9110", "status", csv));
      EnrichmentGraph graph =
          EnrichmentGraph.builder()
              .step("user-agent", UserAgents.enricher())
              .step("referrer", Enrichers.referrer(Set.of("semicomplete.com")))
              .step("campaign", Enrichers.campaign())
              .step("ip", Enrichers.anonymizedIp())
              .step(
                  "http-status",
                  Enrichers.table(
                      "status", "/enriched/http_status", "/enriched/http_status_version", statuses))
              .build();
      return new DataEnricherHandler(graph, sinks.enriched(), sinks.deadLetters(), metrics);
    }
  }

  AnomalyDetectorHandler anomalyDetector() {
    return new AnomalyDetectorHandler(
        KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), MAX_SERIES),
        new SeriesFields(Replay.METRIC, "user_id", "timestamp", "value"),
        sinks.alerts(),
        sinks.deadLetters(),
        metrics);
  }
}
