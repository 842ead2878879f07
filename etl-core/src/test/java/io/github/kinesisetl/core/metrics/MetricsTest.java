// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The places for figures that are built in. */
class MetricsTest {

  @Nested
  class InMemory extends EtlMetricsContract {
    private final MemoryMetrics metrics = new MemoryMetrics();

    @Override
    EtlMetrics metrics() {
      return metrics;
    }

    @Override
    long total(String name) {
      return metrics.total(name);
    }

    @Override
    CountAndSum values(String name) {
      MemoryMetrics.Totals totals = metrics.distribution(name);
      return new CountAndSum(totals.count(), totals.sum());
    }
  }

  @Nested
  class Emf extends EtlMetricsContract {
    private final StringBuilder out = new StringBuilder();
    private final EmfMetrics metrics =
        EmfMetrics.builder("etl").writeTo(out, InstantSource.fixed(Instant.EPOCH));

    @Override
    EtlMetrics metrics() {
      return metrics;
    }

    @Override
    long total(String name) {
      return flushed(name).asLong();
    }

    @Override
    CountAndSum values(String name) {
      JsonNode values = flushed(name);
      return new CountAndSum(values.get("Count").asLong(), values.get("Sum").asLong());
    }

    private JsonNode flushed(String name) {
      metrics.flush();
      try {
        return new ObjectMapper().readTree(out.toString()).get(name);
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
  }
}
