// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.metrics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.Enrichment;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.internal.QuietMetrics;

/** Counts how often a step of an enrichment added something. Safe for use by many threads. */
public final class CountingEnricher implements Enricher {

  private final Enricher enricher;
  private final EtlMetrics metrics;

  /**
   * An enricher.
   *
   * @param enricher does the work
   * @param metrics where it is counted
   */
  public CountingEnricher(Enricher enricher, EtlMetrics metrics) {
    this.enricher = requireNonNull(enricher, "enricher");
    this.metrics = QuietMetrics.around(requireNonNull(metrics, "metrics"));
  }

  @Override
  public Enrichment enrich(ObjectNode event, Deadline deadline) {
    Enrichment result = enricher.enrich(event, deadline);
    metrics.count(counter(result), 1);
    return result;
  }

  private static String counter(Enrichment result) {
    if (result instanceof Enrichment.Missing) {
      return MetricNames.ENRICHMENT_MISSES;
    }
    return result instanceof Enrichment.Failed
        ? MetricNames.ENRICHMENT_FAILURES
        : MetricNames.ENRICHMENT_HITS;
  }
}
