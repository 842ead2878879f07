// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.RecordPosition;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters as one line of JSON each, with the original bytes in base64, so that they can be
 * searched and put back. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class DeadLetterCodec implements Codec<DeadLetter> {

  private static final JsonCodec<Line> LINES = JsonCodec.of(Line.class);

  /** A codec; it has no options. */
  public DeadLetterCodec() {}

  @Override
  public void encode(DeadLetter letter, RecordBuffer out) {
    EventId id = letter.record().id();
    HashKey hashKey = letter.record().explicitHashKey();
    LINES.encode(
        new Line(
            letter.stage(),
            letter.reason(),
            letter.position().shardId(),
            letter.position().sequenceNumber(),
            letter.position().subSequenceNumber(),
            id == null ? null : id.toString(),
            letter.record().partitionKey(),
            hashKey == null ? null : hashKey.toString(),
            letter.record().copyData(),
            letter.isCut() ? true : null),
        out);
  }

  @Override
  public DeadLetter decode(EventRecord record) throws DecodeException {
    Line line = LINES.decode(record);
    try {
      return new DeadLetter(
          line.stage,
          line.reason,
          new RecordPosition(line.shardId, line.sequenceNumber, line.subSequenceNumber),
          EventRecord.received(line.partitionKey, line.data, 0, line.data.length)
              .withExplicitHashKey(
                  line.explicitHashKey == null ? null : HashKey.parse(line.explicitHashKey))
              .withId(line.eventId == null ? null : EventId.parse(line.eventId).orElse(null)),
          line.cut != null && line.cut);
    } catch (NullPointerException | IllegalArgumentException e) {
      throw new DecodeException(
          DecodeException.Stage.VALIDATE, "a dead letter lacks a field or has a bad one", e);
    }
  }

  /** The JSON form; Jackson makes the bytes base64. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call and is never compared
  record Line(
      String stage,
      String reason,
      String shardId,
      String sequenceNumber,
      int subSequenceNumber,
      @Nullable String eventId,
      String partitionKey,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String explicitHashKey,
      byte[] data,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean cut) {}
}
