// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;

/**
 * Records of a batch, counted.
 *
 * @param read how many were found in its entries
 * @param done how many were worked on to their end, whatever became of them
 * @param undecoded how many could not be opened or decoded, or are against the schema
 */
record RecordTally(long read, long done, long undecoded) {

  static final RecordTally NONE = new RecordTally(0, 0, 0);

  RecordTally plus(RecordTally other) {
    return new RecordTally(read + other.read, done + other.done, undecoded + other.undecoded);
  }

  void report(EtlMetrics metrics) {
    metrics.count(MetricNames.RECORDS_READ, read);
    metrics.count(MetricNames.RECORDS_DONE, done);
    if (read > 0) {
      metrics.record(MetricNames.DECODED_PERCENT, 100 * (read - Math.min(undecoded, read)) / read);
    }
  }
}
