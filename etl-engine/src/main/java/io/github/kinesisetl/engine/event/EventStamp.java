// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event's identity into the event, so that it survives the next stream: the id that its
 * producer gave it, or else its place on this stream; and the trace, if there is one. An id that
 * the event brings along stays as it is, a number too; only none, null or an empty one is replaced.
 * Immutable.
 */
public final class EventStamp implements RecordDecoder<ObjectNode> {

  private static final String ID = "event_id";
  private static final String TRACE = "traceparent"; // an event that has it keeps it

  private final Codec<ObjectNode> codec;
  private final Supplier<Optional<String>> traceparent;

  /**
   * A stamp without traces.
   *
   * @param codec decodes events
   */
  public EventStamp(Codec<ObjectNode> codec) {
    this(codec, Optional::empty);
  }

  /**
   * A stamp.
   *
   * @param codec decodes events
   * @param traceparent gives the trace that the work on an event belongs to, in W3C's form (<a
   *     href="https://www.w3.org/TR/trace-context/">traceparent</a>), if there is one
   */
  public EventStamp(Codec<ObjectNode> codec, Supplier<Optional<String>> traceparent) {
    this.codec = requireNonNull(codec, "codec");
    this.traceparent = requireNonNull(traceparent, "traceparent");
  }

  @Override
  public ObjectNode decode(ReceivedRecord record) throws DecodeException {
    ObjectNode event = codec.decode(record.passingRecord());
    if (isMissing(event.get(ID))) {
      event.put(ID, record.identity());
    }
    if (!event.has(TRACE)) {
      traceparent.get().ifPresent(parent -> event.put(TRACE, parent));
    }
    return event;
  }

  /** An id of any other shape is its producer's own, and stays. */
  private static boolean isMissing(@Nullable JsonNode id) {
    return id == null || id.isNull() || (id.isTextual() && id.textValue().isEmpty());
  }
}
