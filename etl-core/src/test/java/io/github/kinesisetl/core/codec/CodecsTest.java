// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import org.junit.jupiter.api.Nested;

/** The codecs that are built in. */
class CodecsTest {

  record Login(String user, long at, boolean ok) {}

  @Nested
  class OfARecord extends CodecContract<Login> {
    @Override
    Codec<Login> codec() {
      return JsonCodec.of(Login.class);
    }

    @Override
    Login event() {
      return new Login("s3cr3t", 7, true);
    }
  }

  @Nested
  class OfATree extends CodecContract<ObjectNode> {
    @Override
    Codec<ObjectNode> codec() {
      return JsonCodec.tree();
    }

    @Override
    ObjectNode event() {
      ObjectNode event = JsonNodeFactory.instance.objectNode().put("user", "s3cr3t");
      event.putArray("roles").add(1.5).addNull().add("ä");
      return event;
    }
  }

  @Nested
  class OfADeadLetter extends CodecContract<DeadLetter> {
    @Override
    Codec<DeadLetter> codec() {
      return new DeadLetterCodec();
    }

    @Override
    DeadLetter event() {
      return new DeadLetter(
          "decode",
          "bad",
          new RecordPosition("shardId-000000000001", "495", 3),
          EventRecord.of("s3cr3t", new byte[] {1, 2}).withId(new EventId(5, 6, 7)));
    }
  }
}
