// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.DecodeException.Stage;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  record Click(String user_id, String event_type, long value) {}

  private static final JsonCodec<Click> CLICKS = JsonCodec.of(Click.class);
  private static final RecordSchema SCHEMA =
      RecordSchema.builder("click", 1)
          .field(Field.required("user_id", FieldType.STRING).between(1, 20))
          .field(Field.required("event_type", FieldType.STRING))
          .field(Field.required("value", FieldType.INTEGER).between(0, 1000))
          .build();

  @Test
  void decode_whatEncodeWrote_isTheSameEvent() throws Exception {
    var buffer = new RecordBuffer(16);
    var click = new Click("user_1", "click", 7);
    CLICKS.encode(click, buffer);
    assertThat(CLICKS.decode(EventRecord.of("k", buffer.toByteArray()))).isEqualTo(click);
    assertThat(CLICKS.validatedBy(SCHEMA).decode(EventRecord.of("k", buffer.toByteArray())))
        .isEqualTo(click);
  }

  @Test
  void encode_twice_appends() {
    var buffer = new RecordBuffer(1);
    CLICKS.encode(new Click("a", "b", 1), buffer);
    int first = buffer.sizeBytes();
    CLICKS.encode(new Click("a", "b", 1), buffer);
    assertThat(buffer.sizeBytes()).isEqualTo(2 * first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "4111-1111",
        "{\"user_id\":\"4111-1111\"",
        "{\"user_id\":\"4111-1111\"} trailing",
        "{\"user_id\":4111-1111}",
        "[\"4111-1111\"]",
        "\"4111-1111\"",
        "null",
        "{\"value\":\"4111-1111\"}",
        "{\"value\":null}",
        "\u0000\u0001"
      })
  void decode_badInput_tellsPlaceAndNoPayload(String text) {
    for (Codec<?> codec :
        new Codec<?>[] {CLICKS.validatedBy(SCHEMA), JsonCodec.tree().validatedBy(SCHEMA)}) {
      assertThatExceptionOfType(DecodeException.class)
          .isThrownBy(() -> codec.decode(record(text)))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4111"))
          .withNoCause();
    }
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> CLICKS.decode(record(text)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4111"));
  }

  @Test
  void decode_brokenSchema_namesFieldRuleAndShape() {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() ->
            CLICKS.validatedBy(SCHEMA).decode(record("{\"user_id\":\"\",\"value\":\"4111-1111\"}")))
        .withMessage(
            "event_type breaks required with nothing; "
                + "user_id breaks range 1.0 to 20.0 with string of 0 characters; "
                + "value breaks type INTEGER with string of 9 characters")
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.VALIDATE));
  }

  @Test
  void decode_deepNesting_isRefused() {
    String deep = "{\"a\":".repeat(100_000);
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> JsonCodec.tree().decode(record(deep)))
        .withMessageContaining("StreamConstraintsException");
    int allowed = JsonCodec.MAX_NESTING;
    assertThat(decoded("{\"a\":".repeat(allowed - 1) + "{}" + "}".repeat(allowed - 1))).isNotNull();
  }

  @Test
  void decode_anyMutation_givesAnEventOrADecodeException() {
    byte[] valid =
        "{\"user_id\":\"user_1\",\"event_type\":\"click\",\"value\":7,\"x\":[1,{\"y\":\"\\u00e9\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    int events = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      byte[] bytes = valid.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(CLICKS.validatedBy(SCHEMA).decode(EventRecord.of("k", bytes))).isNotNull();
        events++;
      } catch (DecodeException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotEmpty();
      }
    }
    assertThat(events).isBetween(100, 19_900);
  }

  private static ObjectNode decoded(String text) {
    try {
      return JsonCodec.tree().decode(record(text));
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
  }

  private static EventRecord record(String text) {
    return EventRecord.of("k", text.getBytes(StandardCharsets.UTF_8));
  }
}
