// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.record.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {

  private static final ObjectMapper JACKSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String[] TEXTS = {
    "",
    "a",
    "user_1234",
    "längere Wörter",
    "quote\"and\\slash/",
    "\b\f\n\r\t\u0001",
    "😀 emoji",
    "€"
  };

  private final JsonCursor cursor = new JsonCursor();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void walk_anyJson_readsWhatJacksonReads(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      JsonNode expected = anyNode(random, 0);
      byte[] bytes =
          random.nextBoolean()
              ? JACKSON.writeValueAsBytes(expected)
              : JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(expected);
      assertThat(read(bytes)).isEqualTo(JACKSON.readTree(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void walk_brokenJson_isRefusedWhereJacksonRefusesIt(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = mutated(JACKSON.writeValueAsBytes(anyNode(random, 0)), random);
      JsonNode expected = readByJackson(bytes);
      JsonNode found;
      try {
        found = read(bytes);
      } catch (DecodeException e) {
        boolean refused = expected == null || !isUtf8(bytes) || hasHalfCharacter(expected);
        assertThat(refused).as("%s", new String(bytes, UTF_8)).isTrue();
        continue;
      }
      if (expected != null) { // Jackson refuses a name that stands twice, we leave that to decoders
        assertThat(found).as("%s", new String(bytes, UTF_8)).isEqualTo(expected);
      } else {
        JsonNode tolerant = readTolerant(bytes);
        assertThat(tolerant).as("%s", new String(bytes, UTF_8)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "-0.0",
    "1",
    "-17.25",
    "0.1",
    "123456.789",
    "1e3",
    "9007199254740993",
    "4.9E-324",
    "1.7976931348623157e308",
    "3.14159265358979323846",
    "-999999999999999999",
    "2.2250738585072012e-308"
  })
  void decimal_anyNumber_isTheJdksOwn(String text) throws Exception {
    assertThat(cursor.pointTo(text.getBytes(UTF_8), 0, text.length()).decimal())
        .isEqualTo(Double.parseDouble(text));
  }

  @Test
  void decimal_randomDecimals_areTheJdksOwn() throws Exception {
    var random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      String text = Long.toString(random.nextLong() >> random.nextInt(60));
      int dot = 1 + random.nextInt(text.length());
      if (dot < text.length() && Character.isDigit(text.charAt(dot - 1))) {
        text = text.substring(0, dot) + "." + text.substring(dot);
      }
      if (text.matches("-?0\\d.*")) {
        continue;
      }
      assertThat(cursor.pointTo(text.getBytes(UTF_8), 0, text.length()).decimal())
          .as(text)
          .isEqualTo(Double.parseDouble(text));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "9223372036854775807", "-9223372036854775808", "123456789012345678"})
  void integer_anyLong_isRead(String text) throws Exception {
    assertThat(cursor.pointTo(text.getBytes(UTF_8), 0, text.length()).integer())
        .isEqualTo(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e3", "9223372036854775808", "\"1\"", "-", "01", ""})
  void integer_anythingElse_failsWithoutQuotingIt(String text) {
    cursor.pointTo(text.getBytes(UTF_8), 0, text.length());
    assertThatThrownBy(cursor::integer)
        .isInstanceOf(DecodeException.class)
        .hasMessageNotContaining("9223372036854775808");
  }

  @Test
  void fieldIn_namesInAnyOrderAndEscaped_findsThem() throws Exception {
    FieldNames names = FieldNames.of("a", "bb", "ccc");
    byte[] bytes = "{\"bb\":1,\"\\u0061\":2,\"d\":3,\"ccc\":4}".getBytes(UTF_8);
    cursor.pointTo(bytes, 0, bytes.length).beginObject();
    var found = new StringBuilder();
    while (cursor.nextField()) {
      found.append(cursor.fieldIn(names)).append('=').append(cursor.integer()).append(' ');
    }
    cursor.end();
    assertThat(found).hasToString("1=1 0=2 -1=3 2=4 ");
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void fieldIn_eventsOfManyShapesOneAfterTheOther_findsTheFieldsOfEach(long seed) throws Exception {
    String[] spelled = {"id", "id2", "i", "\u20ac", "a\"b", "", "id\\", "other"};
    FieldNames names = FieldNames.of("id", "id2", "i", "\u20ac", "a\"b", "", "id\\");
    FieldNames inner = FieldNames.of("id2", "id");
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      int first = random.nextInt(spelled.length);
      ObjectNode event = NODES.objectNode();
      for (int k = 0; k < random.nextInt(spelled.length); k++) {
        int field = random.nextInt(4) == 0 ? random.nextInt(spelled.length) : first + k;
        String name = spelled[field % spelled.length];
        event.set(name, random.nextInt(4) == 0 ? nested(random) : NODES.numberNode(k));
      }
      byte[] bytes =
          random.nextInt(3) > 0
              ? JACKSON.writeValueAsBytes(event)
              : JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(event);
      assertThat(readBy(bytes, spelled, names, inner, random)).isEqualTo(event);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void fieldIn_brokenEvents_isAsStrictAsWithoutExpectations(long seed) {
    FieldNames names = FieldNames.of("id", "id2", "i", "");
    String whole = "{\"id\":1,\"id2\":{\"id\":[1,\"i\"]},\"i\":\"x\",\"\":null,\"id\":2}";
    var random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.substring(0, whole.length() - random.nextInt(2)).getBytes(UTF_8);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",: \\id2".charAt(random.nextInt(12));
      }
      String expected = fields(new JsonCursor(), bytes, null);
      assertThat(fields(cursor, bytes, names)).as(new String(bytes, UTF_8)).isEqualTo(expected);
      read += expected.endsWith("!") ? 0 : 1;
    }
    assertThat(read).isBetween(100, 19_000);
  }

  /**
   * The numbers of an event's fields, by expectation or by name; a ! at its end if it is broken.
   */
  private static String fields(JsonCursor cursor, byte[] bytes, @Nullable FieldNames names) {
    var found = new StringBuilder();
    try {
      cursor.pointTo(bytes, 0, bytes.length).beginObject();
      while (cursor.nextField()) {
        found.append(
            names == null
                ? List.of("id", "id2", "i", "").indexOf(cursor.field())
                : cursor.fieldIn(names));
        cursor.skip();
        found.append('@').append(cursor.at()).append(' ');
      }
      cursor.end();
      return found.toString();
    } catch (DecodeException e) {
      return found + "!";
    }
  }

  private static ObjectNode nested(Random random) {
    ObjectNode node = NODES.objectNode();
    for (int k = 0; k < random.nextInt(3); k++) {
      node.put(random.nextBoolean() ? "id" : "id2", k);
    }
    return node;
  }

  private ObjectNode readBy(
      byte[] bytes, String[] spelled, FieldNames names, FieldNames inner, Random random)
      throws DecodeException {
    ObjectNode event = NODES.objectNode();
    cursor.pointTo(bytes, 0, bytes.length).beginObject();
    while (cursor.nextField()) {
      String name = cursor.field();
      int found = cursor.fieldIn(names);
      assertThat(found).isEqualTo(name.equals("other") ? -1 : Arrays.asList(spelled).indexOf(name));
      if (random.nextBoolean()) {
        assertThat(cursor.fieldIn(names)).isEqualTo(found);
      }
      if (cursor.peek() == '{') {
        ObjectNode node = event.putObject(name);
        cursor.beginObject();
        while (cursor.nextField()) {
          node.put(cursor.fieldIn(inner) == 0 ? "id2" : "id", (int) cursor.integer());
        }
      } else {
        event.put(name, (int) cursor.integer());
      }
    }
    cursor.end();
    return event;
  }

  @Test
  void skip_deeperThanAllowed_fails() {
    byte[] bytes = "[".repeat(200).getBytes(UTF_8);
    cursor.pointTo(bytes, 0, bytes.length);
    assertThatThrownBy(cursor::skip).hasMessageContaining("less nesting was expected");
  }

  private JsonNode read(byte[] bytes) throws DecodeException {
    JsonNode node = node(cursor.pointTo(bytes, 0, bytes.length));
    cursor.end();
    cursor.pointTo(bytes, 0, bytes.length).skip();
    cursor.end();
    return node;
  }

  private static JsonNode node(JsonCursor json) throws DecodeException {
    switch (json.peek()) {
      case '{' -> {
        ObjectNode object = NODES.objectNode();
        json.beginObject();
        while (json.nextField()) {
          object.set(json.field(), node(json));
        }
        return object;
      }
      case '[' -> {
        ArrayNode array = NODES.arrayNode();
        json.beginArray();
        while (json.nextElement()) {
          array.add(node(json));
        }
        return array;
      }
      case '"' -> {
        return NODES.textNode(json.text());
      }
      case 't', 'f' -> {
        return NODES.booleanNode(json.bool());
      }
      default -> {
        return json.skipNull() ? NODES.nullNode() : number(json);
      }
    }
  }

  /** As Jackson does it: whole numbers as such, all others as double. */
  private static JsonNode number(JsonCursor json) throws DecodeException {
    int from = json.at();
    double value = json.decimal();
    String text =
        new String(json.sliceBytes(), json.sliceFrom(), json.sliceTo() - json.sliceFrom(), UTF_8);
    assertThat(json.sliceFrom()).isGreaterThanOrEqualTo(from);
    try {
      return text.matches("-?[0-9]+") ? JACKSON.readTree(text) : NODES.numberNode(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable JsonNode readByJackson(byte[] bytes) {
    try {
      JsonNode node = JACKSON.readTree(bytes);
      return node.isMissingNode() ? null : node;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable JsonNode readTolerant(byte[] bytes) throws IOException {
    return new ObjectMapper().readTree(bytes);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      Object unused = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Jackson takes half of a surrogate pair in values; no UTF-8 could say it. */
  private static boolean hasHalfCharacter(JsonNode node) {
    return !UTF_8.newEncoder().canEncode(node.toString());
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    switch (random.nextInt(4)) {
      case 0 -> changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      case 1 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length + 1));
      case 2 -> {
        changed = Arrays.copyOf(changed, changed.length + 1);
        changed[changed.length - 1] = (byte) "{}[]\",:0e.-\\ ".charAt(random.nextInt(13));
      }
      default ->
          changed[random.nextInt(changed.length)] =
              (byte) "{}[]\",:0e.-\\ \t".charAt(random.nextInt(14));
    }
    return changed;
  }

  private static JsonNode anyNode(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
      case 1 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
      case 2 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 3 -> NODES.booleanNode(random.nextBoolean());
      case 4 -> NODES.nullNode();
      case 5 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(anyNode(random, depth + 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(TEXTS[random.nextInt(TEXTS.length)] + i, anyNode(random, depth + 1));
        }
        yield object;
      }
    };
  }
}
