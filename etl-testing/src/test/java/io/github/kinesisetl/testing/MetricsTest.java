// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.core.metrics.EmfMetrics;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MemoryMetrics;
import io.github.kinesisetl.producer.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.Nested;

/** The destinations of figures that are built in. */
class MetricsTest {

  @Nested
  class Memory extends EtlMetricsContract {
    private final MemoryMetrics metrics = new MemoryMetrics();

    @Override
    protected EtlMetrics metrics() {
      return metrics;
    }

    @Override
    protected long total(String name) {
      return metrics.total(name);
    }

    @Override
    protected Recorded recorded(String name) {
      MemoryMetrics.Totals totals = metrics.distribution(name);
      return new Recorded(totals.count(), totals.sum(), totals.max());
    }
  }

  @Nested
  class EmbeddedFormat extends EtlMetricsContract {
    private final StringBuilder out = new StringBuilder();
    private final EmfMetrics metrics =
        EmfMetrics.builder("test").writeTo(out, InstantSource.system());

    @Override
    protected EtlMetrics metrics() {
      return metrics;
    }

    @Override
    protected long total(String name) {
      return line().path(name).asLong();
    }

    @Override
    protected Recorded recorded(String name) {
      JsonNode values = line().path(name);
      return new Recorded(
          values.path("Count").asLong(),
          values.path("Sum").asDouble(),
          values.path("Max").asDouble());
    }

    private JsonNode line() {
      metrics.flush();
      try {
        return new ObjectMapper().readTree(out.toString());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class Micrometer extends EtlMetricsContract {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerMetrics metrics = new MicrometerMetrics(registry);

    @Override
    protected EtlMetrics metrics() {
      return metrics;
    }

    @Override
    protected long total(String name) {
      var counter = registry.find(meterName(name)).counter();
      return counter == null ? 0 : (long) counter.count();
    }

    @Override
    protected Recorded recorded(String name) {
      var summary = registry.find(meterName(name)).summary();
      return summary == null
          ? new Recorded(0, 0, 0)
          : new Recorded(summary.count(), summary.totalAmount(), summary.max());
    }

    /** As Micrometer's own registries want names. */
    private static String meterName(String name) {
      return "kinesisetl." + name.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
    }
  }
}
