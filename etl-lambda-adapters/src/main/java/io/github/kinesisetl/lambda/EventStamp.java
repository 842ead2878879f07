// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.DecodeException;

/**
 * Writes an event's identity into the event, so that it survives the next stream: the id that its
 * producer gave it, or else its place on this stream; and the trace, if there is one. Immutable.
 */
final class EventStamp implements RecordDecoder<ObjectNode> {

  /** The field that carries the identity. */
  static final String FIELD = "event_id";

  private final Codec<ObjectNode> codec;
  private final TraceContext trace;

  EventStamp(Codec<ObjectNode> codec) {
    this(codec, TraceContext.of(System.getenv()));
  }

  EventStamp(Codec<ObjectNode> codec, TraceContext trace) {
    this.codec = requireNonNull(codec, "codec");
    this.trace = trace;
  }

  @Override
  public ObjectNode decode(ReceivedRecord record) throws DecodeException {
    ObjectNode event = codec.decode(record.passingRecord());
    JsonNode own = event.get(FIELD);
    if (own == null || !own.isTextual()) {
      event.put(FIELD, record.identity());
    }
    if (!event.has(TraceContext.FIELD)) {
      trace.current().ifPresent(parent -> event.put(TraceContext.FIELD, parent));
    }
    return event;
  }
}
