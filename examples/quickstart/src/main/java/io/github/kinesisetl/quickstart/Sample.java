// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.Map;

/**
 * The job at one moment; counts are totals since it began. Immutable.
 *
 * @param seconds since the job began
 * @param put events that the producer took
 * @param rawBytes their encoded bytes
 * @param wireBytes bytes of the stored entries
 * @param entries stored entries
 * @param enriched events in the sink
 * @param deadLetters dead letters in the sink
 * @param alerts alerts in the sink
 * @param wireBytesByShard bytes stored by shard of the main stream
 */
record Sample(
    double seconds,
    long put,
    long rawBytes,
    long wireBytes,
    long entries,
    long enriched,
    long deadLetters,
    long alerts,
    Map<String, Long> wireBytesByShard) {

  long lag() {
    return Math.max(0, put - enriched - deadLetters);
  }
}
