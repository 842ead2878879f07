// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.DecodeException.Stage;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  private static final RecordSchema ANYTHING = RecordSchema.builder("anything", 1).build();

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

  /** Issue 11: numbers changed on their way, and 1e400 became the string "Infinity". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567.89",
        "0.1234567890123456789",
        "1.10",
        "1E5",
        "1e5",
        "1e+05",
        "1e400",
        "-1e-400",
        "-0.0",
        "0.0",
        "0.0001",
        "12345678.5",
        "123456789012345678901234567890123456789012345",
        "0",
        "1.5",
        "1E9000"
      })
  void number_ofATree_goesOutAsItCameIn(String number) {
    String text = "{\"v\":" + number + ",\"a\":[" + number + "]}";
    assertThat(encoded(decoded(text))).isEqualTo(text);
    assertThat(encoded(decodedBy(JsonCodec.tree().validatedBy(ANYTHING), text))).isEqualTo(text);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void number_ofAnyForm_goesOutAsItCameIn(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String text = "{\"v\":" + number(random) + "}";
      assertThat(encoded(decoded(text))).isEqualTo(text);
    }
  }

  private static String number(Random random) {
    var text = new StringBuilder(random.nextBoolean() ? "-" : "");
    int digits = 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 8);
    text.append(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9));
    while (text.length() < digits && text.charAt(text.length() - 1) != '0') {
      text.append(random.nextInt(10));
    }
    if (random.nextInt(4) != 0) {
      text.append('.');
      for (int i = random.nextInt(random.nextInt(10) == 0 ? 30 : 9); i >= 0; i--) {
        text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
      }
    }
    if (random.nextInt(5) == 0) {
      text.append(random.nextBoolean() ? "e" : "E-").append(random.nextInt(500));
    }
    return text.toString().equals("-0") ? "0" : text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "1e99999999999", "1e10000", "-1E-10000"})
  void decode_numberThatNobodyCanHold_isRefusedWithoutExpandingIt(String number) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> JsonCodec.tree().decode(record("{\"v\":" + number + "}")))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("99"));
  }

  @Test
  void decode_numberOutOfItsFieldsRange_isRefused() throws Exception {
    record Measured(double d, float f, BigDecimal b) {}
    JsonCodec<Measured> codec = JsonCodec.of(Measured.class);
    assertThat(codec.decode(record("{\"d\":1.5,\"f\":2.5,\"b\":1.10}")))
        .isEqualTo(new Measured(1.5, 2.5f, new BigDecimal("1.10")));
    for (String event : List.of("{\"d\":1e400}", "{\"f\":1e39}", "{\"b\":1e999999999}")) {
      for (JsonCodec<Measured> each : List.of(codec, codec.validatedBy(ANYTHING))) {
        assertThatExceptionOfType(DecodeException.class)
            .as(event)
            .isThrownBy(() -> each.decode(record(event)));
      }
    }
  }

  @Test
  @SuppressWarnings("ArrayRecordComponent") // never compared
  void encode_whatIsNoNumber_isRefusedAndLeavesNothing() {
    record Measured(double d, float f, double[] all) {}
    JsonCodec<Measured> codec = JsonCodec.of(Measured.class);
    var buffer = new RecordBuffer(16);
    buffer.write('x');
    double[] fine = {1, 2.5};
    for (Measured bad :
        List.of(
            new Measured(Double.NaN, 1, fine),
            new Measured(1, Float.NEGATIVE_INFINITY, fine),
            new Measured(1, 1, new double[] {1, Double.POSITIVE_INFINITY}))) {
      assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(bad, buffer));
      assertThat(buffer.sizeBytes()).isEqualTo(1);
    }
    ObjectNode tree = decoded("{}").put("v", Double.NaN);
    assertThatIllegalArgumentException().isThrownBy(() -> JsonCodec.tree().encode(tree, buffer));
    codec.encode(new Measured(1, 1, fine), buffer);
    assertThat(new String(buffer.toByteArray(), StandardCharsets.UTF_8))
        .isEqualTo("x{\"d\":1.0,\"f\":1.0,\"all\":[1.0,2.5]}");
  }

  @Test
  void decode_twoFieldsOfOneName_isRefused() {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> JsonCodec.tree().decode(record("{\"secret\":1,\"secret\":2}")))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    String twice = "{\"user_id\":\"a\",\"event_type\":\"b\",\"value\":1,\"value\":2}";
    assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> CLICKS.decode(record(twice)));
  }

  /** Issue 11: the names of a map's fields are payload, line breaks and all. */
  @Test
  void decode_badFieldOfAMap_tellsNoNameOfIt() {
    record Counts(Map<String, Integer> m, List<Map<String, Click>> l) {}
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(
            () -> JsonCodec.of(Counts.class).decode(record("{\"m\":{\"SECRET\\r\\nX\":\"no\"}}")))
        .withMessageEndingWith("InvalidFormatException at m.*");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(
            () -> JsonCodec.of(Counts.class).decode(record("{\"l\":[{\"S\":{\"value\":\"x\"}}]}")))
        .withMessageEndingWith("InvalidFormatException at l.[0].*.value");
  }

  private static String encoded(ObjectNode tree) {
    var buffer = new RecordBuffer(16);
    JsonCodec.tree().encode(tree, buffer);
    return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
  }

  private static ObjectNode decodedBy(JsonCodec<ObjectNode> codec, String text) {
    try {
      return codec.decode(record(text));
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
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
