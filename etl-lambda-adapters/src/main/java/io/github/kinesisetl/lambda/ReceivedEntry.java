// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an invocation. Immutable.
 *
 * @param shardId the shard it lies on; empty if the event does not tell
 * @param sequenceNumber its place there
 * @param arrivalMillis when it reached the stream, in milliseconds since 1970; 0 if unknown
 * @param record its bytes and key
 * @param defect what is wrong with it as it was delivered, such as broken base64; null if nothing
 */
record ReceivedEntry(
    String shardId,
    String sequenceNumber,
    long arrivalMillis,
    EventRecord record,
    @Nullable String defect) {

  RecordPosition position(int subSequenceNumber) {
    return new RecordPosition(shardId, sequenceNumber, subSequenceNumber);
  }
}
