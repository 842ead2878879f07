// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The codecs that are built in. */
class CodecsTest {

  record Click(String user, int count) {}

  @Nested
  class Trees extends CodecContract<ObjectNode> {
    @Override
    protected Codec<ObjectNode> codec() {
      return JsonCodec.tree();
    }

    @Override
    protected List<ObjectNode> events() {
      JsonNodeFactory json = JsonNodeFactory.instance;
      return List.of(
          json.objectNode(),
          json.objectNode().put("text", "ключ 😀 \"\\\u0001"),
          json.objectNode().put("number", Long.MAX_VALUE).put("none", (String) null));
    }
  }

  @Nested
  class Types extends CodecContract<Click> {
    private final Codec<Click> codec = JsonCodec.of(Click.class);

    @Override
    protected Codec<Click> codec() {
      return codec;
    }

    @Override
    protected List<Click> events() {
      return List.of(new Click("a", 1), new Click("", Integer.MIN_VALUE));
    }
  }

  @Nested
  class Letters extends CodecContract<DeadLetter> {
    private final Codec<DeadLetter> codec = new DeadLetterCodec();

    @Override
    protected Codec<DeadLetter> codec() {
      return codec;
    }

    @Override
    protected List<DeadLetter> events() {
      return List.of(letter("bad", "a".getBytes(UTF_8)), letter("", new byte[0]));
    }

    @Override
    protected Object comparable(DeadLetter letter) {
      EventRecord record = letter.record();
      return letter.stage()
          + letter.reason()
          + letter.position()
          + record.partitionKey()
          + Arrays.toString(record.copyData());
    }

    private static DeadLetter letter(String reason, byte[] data) {
      return new DeadLetter(
          "check", reason, new RecordPosition("s", "1", 2), EventRecord.of("key", data));
    }
  }
}
