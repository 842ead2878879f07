// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.Enrichers;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.engine.metrics.CountingEnricher;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The enrichers that need no library of others. */
class EnrichersTest {

  @Nested
  class Referrer extends Fields {
    Referrer() {
      super(
          Enrichers.referrer(Set.of("example.com")),
          "referrer",
          "https://www.google.com/search?q=x");
    }
  }

  @Nested
  class Campaign extends Fields {
    Campaign() {
      super(Enrichers.campaign(), "url", "https://example.com/?utm_source=mail&utm_medium=email");
    }
  }

  @Nested
  class AnonymizedIp extends Fields {
    AnonymizedIp() {
      super(Enrichers.anonymizedIp("ip", "/enriched/ip", 1, 3), "ip", "203.0.113.77");
    }
  }

  @Nested
  class Counted extends Fields {
    Counted() {
      super(
          new CountingEnricher(Enrichers.campaign(), new MemoryMetrics()),
          "url",
          "/?utm_source=mail");
    }
  }

  /** An enricher of one text. */
  abstract static class Fields extends EnricherContract {
    private final Enricher enricher;
    private final String input;
    private final String known;

    Fields(Enricher enricher, String input, String known) {
      this.enricher = enricher;
      this.input = input;
      this.known = known;
    }

    @Override
    protected Enricher enricher() {
      return enricher;
    }

    @Override
    protected String input() {
      return input;
    }

    @Override
    protected String output() {
      return "enriched";
    }

    @Override
    protected JsonNode known() {
      return JsonNodeFactory.instance.textNode(known);
    }
  }
}
