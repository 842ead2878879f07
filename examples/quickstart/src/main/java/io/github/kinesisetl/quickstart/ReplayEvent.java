// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import org.jspecify.annotations.Nullable;

/** An event as the replay puts it: good JSON with a number, or bytes that are not an event. */
final class ReplayEvent {

  /** The field that numbers good events, so that the ledger can tell each apart. */
  static final String NUMBER = "number";

  /** Writes JSON or raw bytes, whichever the event is. */
  static final Codec<ReplayEvent> CODEC =
      new Codec<>() {
        @Override
        public void encode(ReplayEvent event, RecordBuffer out) {
          if (event.json == null) {
            out.write(requireNonNull(event.bytes));
          } else {
            JSON.encode(event.json, out);
          }
        }

        @Override
        public ReplayEvent decode(EventRecord record) throws DecodeException {
          return good(record.partitionKey(), JSON.decode(record));
        }
      };

  private static final JsonCodec<ObjectNode> JSON = JsonCodec.tree();

  private final String partitionKey;
  private final @Nullable ObjectNode json;
  private final byte @Nullable [] bytes;

  private ReplayEvent(String partitionKey, @Nullable ObjectNode json, byte @Nullable [] bytes) {
    this.partitionKey = partitionKey;
    this.json = json;
    this.bytes = bytes;
  }

  static ReplayEvent good(String partitionKey, ObjectNode json) {
    return new ReplayEvent(partitionKey, json, null);
  }

  static ReplayEvent broken(String partitionKey, byte[] bytes) {
    return new ReplayEvent(partitionKey, null, bytes);
  }

  String partitionKey() {
    return partitionKey;
  }

  /** The event, or null if it is broken. */
  @Nullable ObjectNode json() {
    return json;
  }

  /** What is put on the stream. */
  byte[] encoded() {
    var buffer = new RecordBuffer(512);
    CODEC.encode(this, buffer);
    return buffer.toByteArray();
  }
}
