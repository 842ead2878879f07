// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.util.List;

/**
 * What a run of the job came to.
 *
 * @param ledger the balance of what was put and what the sinks hold
 * @param samples the job's course
 * @param producer what the producer on the main stream did
 * @param series the series that were replayed, with their known anomalies
 * @param alerts what the detector raised, from the alerts' file
 * @param functionMicrosPerEvent CPU-bound time of the enricher for an event, as measured
 */
record JobResult(
    Ledger ledger,
    List<Sample> samples,
    ProducerMetrics producer,
    List<KnownSeries> series,
    List<JsonNode> alerts,
    double functionMicrosPerEvent) {

  /** From the first put to the last event in its sink. */
  double seconds() {
    return samples.get(samples.size() - 1).seconds();
  }
}
