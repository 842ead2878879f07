// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.enrich.Enrichers;
import io.github.kinesisetl.core.enrich.EnrichmentGraph;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.detector.SeriesFields;
import io.github.kinesisetl.engine.event.EventNormalizer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The processors that are built in. */
class ProcessorsTest {

  private static ObjectNode event() {
    return JsonNodeFactory.instance.objectNode().put("timestamp", "2026-01-01T00:00:00Z");
  }

  @Nested
  class Normalizer extends ProcessorContract<ObjectNode> {
    @Override
    protected Processor<ObjectNode, ObjectNode> processor() {
      return new EventNormalizer();
    }

    @Override
    protected ObjectNode good() {
      return event().put("event_type", "Click");
    }
  }

  @Nested
  class Graph extends ProcessorContract<ObjectNode> {
    private final EnrichmentGraph graph =
        EnrichmentGraph.builder()
            .step("campaign", Enrichers.campaign())
            .step("referrer", Enrichers.referrer(Set.of()))
            .step("ip", Enrichers.anonymizedIp())
            .build();

    @Override
    protected Processor<ObjectNode, ObjectNode> processor() {
      return graph;
    }

    @Override
    protected ObjectNode good() {
      return event()
          .put("url", "/?utm_source=a")
          .put("referrer", "http://b.c/")
          .put("ip", "1.2.3.4");
    }
  }

  @Nested
  class Points extends ProcessorContract<List<ObjectNode>> {
    private final SeriesDetectors detectors =
        SeriesDetectors.inMemory(
            KeyedDetectors.of(SeasonalOptions.defaults(), AlertPolicy.defaults(), 10));

    @Override
    protected Processor<ObjectNode, List<ObjectNode>> processor() {
      return detectors.processor(new SeriesFields("metric", "series", "timestamp", "value"));
    }

    @Override
    protected ObjectNode good() {
      return event().put("event_type", "metric").put("series", "s").put("value", 1.5);
    }
  }
}
