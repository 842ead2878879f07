// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.testing.SinkContract;
import java.util.Optional;

/** The contract of a sink of JSON events. */
abstract class EventContract extends SinkContract<ObjectNode> {

  /** Writes events as JSON, and breaks off amid those that say so. */
  static final Codec<ObjectNode> CODEC =
      new Codec<>() {
        private final JsonCodec<ObjectNode> json = JsonCodec.tree();

        @Override
        public void encode(ObjectNode event, RecordBuffer out) {
          if (event.has("unwritable")) {
            out.write(new byte[] {'{', '"', 'h', 'a', 'l', 'f'});
            throw new IllegalStateException(SECRET);
          }
          json.encode(event, out);
        }

        @Override
        public ObjectNode decode(EventRecord record) throws DecodeException {
          return json.decode(record);
        }
      };

  static ObjectNode event(int number) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "i-" + number)
        .put("date", Integer.toString(number % 3))
        .put("secret", SECRET);
  }

  static String identity(ObjectNode event) {
    return event.path("id").asText();
  }

  @Override
  protected ObjectNode item(int number) {
    return event(number);
  }

  /** An event that is too large for the service. */
  @Override
  protected Optional<ObjectNode> poisoned(int number) {
    return Optional.of(event(number).put("large", "x".repeat(300_000)));
  }

  @Override
  protected Optional<ObjectNode> unwritable() {
    return Optional.of(event(5).put("unwritable", true));
  }
}
