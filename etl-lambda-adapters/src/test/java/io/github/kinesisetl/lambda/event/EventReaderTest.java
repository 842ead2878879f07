// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String[] KEYS = {"user_1", "k", "ключ", "a\"b", "x\\y", "u-99"};

  private final EventReader reader = new EventReader();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void read_anyEvent_findsWhatJacksonFinds(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] payload = event(random).getBytes(UTF_8);
      assertThat(describe(payload)).isEqualTo(expected(payload));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void read_brokenEvent_neverFindsWhatJacksonDoesNotFind(long seed) throws Exception {
    var random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] payload = event(random).getBytes(UTF_8);
      for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
        payload[random.nextInt(payload.length)] =
            (byte) "{}[]\",:0e.-\\ AB=9\u0001".charAt(random.nextInt(18));
      }
      String found;
      try {
        found = describe(payload);
      } catch (IOException e) {
        continue;
      }
      accepted++;
      assertThat(found).as(new String(payload, UTF_8)).isEqualTo(expected(payload));
    }
    assertThat(accepted).isGreaterThan(100);
  }

  @Test
  void read_badBase64_isADefectWithTheTextAndTheOthersAreHealthy() throws Exception {
    String payload =
        "{\"Records\":["
            + entry("k", "1", "YQ==")
            + ","
            + entry("k", "2", "Y!==")
            + ","
            + entry("k", "3", "YQ=")
            + ","
            + entry("k", "4", "Yg==")
            + "]}";
    EntryBatch batch = read(payload.getBytes(UTF_8)).orElseThrow().entries();
    assertThat(batch.size()).isEqualTo(4);
    assertThat(data(batch, 0)).isEqualTo("a");
    assertThat(batch.defect(1)).isEqualTo("kinesis.data is not base64");
    assertThat(data(batch, 1)).isEqualTo("Y!==");
    assertThat(batch.defect(2)).isEqualTo("kinesis.data is not base64");
    assertThat(data(batch, 2)).isEqualTo("YQ=");
    assertThat(batch.defect(3)).isNull();
    assertThat(data(batch, 3)).isEqualTo("b");
  }

  @Test
  void read_siblingsOfOneNumber_areCounted() throws Exception {
    String payload =
        "{\"Records\":[%s,%s,%s,%s]}"
            .formatted(
                entry("k", "1", "YQ=="),
                entry("k", "2", "YQ=="),
                entry("k", "2", "YQ=="),
                entry("k", "3", "YQ=="));
    EntryBatch batch = read(payload.getBytes(UTF_8)).orElseThrow().entries();
    assertThat(
            List.of(
                batch.siblingsBefore(0),
                batch.siblingsBefore(1),
                batch.siblingsBefore(2),
                batch.siblingsBefore(3)))
        .containsExactly(0, 0, 1, 0);
  }

  @Test
  void read_window_findsItsFieldsAndState() throws Exception {
    String payload =
        "{\"Records\":[%s],\"window\":{\"start\":\"2026-07-01T00:00:00Z\",\"end\":\"2026-07-01T00:02:00Z\"},"
                .formatted(entry("k", "1", "YQ=="))
            + "\"state\":{\"sum\": 17},\"shardId\":\"s\",\"isFinalInvokeForWindow\":true,"
            + "\"isWindowTerminatedEarly\":false}";
    assertThat(read(payload.getBytes(UTF_8)).orElseThrow().window())
        .isEqualTo(
            new InvocationWindow(
                "2026-07-01T00:00:00Z", "2026-07-01T00:02:00Z", true, false, "{\"sum\": 17}"));
  }

  @Test
  void read_payloadInPieces_isWhole() throws Exception {
    String payload = "{\"Records\":[" + entry("k", "1", "eHl6".repeat(50_000)) + "]}";
    var input = new BufferedInputStream(new ByteArrayInputStream(payload.getBytes(UTF_8)), 1000);
    EntryBatch batch = reader.read(input).orElseThrow().entries();
    assertThat(batch.sizeBytes(0)).isEqualTo(150_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"Records\":[{}]}", "{\"Records\":[]}x", "{\"Records\":[1]}"})
  void read_notAnEvent_failsWithoutQuotingIt(String payload) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(payload.getBytes(UTF_8)))
        .withMessageNotContaining("{");
  }

  @Test
  void decode_anyText_isWhatTheJdkDecodes() {
    var random = new Random(31);
    var base64 = new Base64Text();
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      byte[] text = Base64.getEncoder().encode(bytes);
      if (random.nextBoolean() && text.length > 0) {
        text[random.nextInt(text.length)] = (byte) "=A!\u0080".charAt(random.nextInt(4));
      }
      if (random.nextInt(4) == 0) {
        text = Arrays.copyOf(text, random.nextInt(text.length + 1));
      }
      byte[] out = new byte[text.length / 4 * 3 + 3];
      boolean accepted = base64.decode(text, 0, text.length, out, 0);
      byte[] found = Arrays.copyOf(out, base64.writtenTo());
      Optional<byte[]> jdk = decodedByJdk(text);
      assertThat(accepted && base64.readTo() == text.length).isEqualTo(jdk.isPresent());
      jdk.ifPresent(expected -> assertThat(found).isEqualTo(expected));
    }
  }

  private Optional<Invocation> read(byte[] payload) throws IOException {
    return reader.read(new ByteArrayInputStream(payload));
  }

  private String describe(byte[] payload) throws IOException {
    Optional<Invocation> invocation = read(payload);
    if (invocation.isEmpty()) {
      return "none";
    }
    EntryBatch batch = invocation.get().entries();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      lines.add(
          "%s|%s|%s|%s|%d|%s"
              .formatted(
                  batch.shardId(i),
                  batch.sequenceNumber(i),
                  batch.partitionKey(i),
                  data(batch, i),
                  batch.arrivalMillis(i),
                  batch.defect(i)));
    }
    return String.join("\n", lines);
  }

  /** The same by Jackson's tree and the JDK's base64. */
  private static String expected(byte[] payload) throws IOException {
    JsonNode records = JACKSON.readTree(payload).path("Records");
    if (!records.isArray()) {
      return "none";
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode record : records) {
      JsonNode kinesis = record.path("kinesis");
      String id = record.path("eventID").asText();
      JsonNode data = kinesis.path("data");
      byte[] text = data.isTextual() ? data.textValue().getBytes(UTF_8) : new byte[0];
      Optional<byte[]> decoded = data.isTextual() ? decodedByJdk(text) : Optional.empty();
      JsonNode arrival = kinesis.path("approximateArrivalTimestamp");
      String key = kinesis.path("partitionKey").asText("");
      lines.add(
          "%s|%s|%s|%s|%d|%s"
              .formatted(
                  id.contains(":") ? id.substring(0, id.indexOf(':')) : "",
                  kinesis.path("sequenceNumber").asText(),
                  key.isEmpty() || kinesis.path("partitionKey").isNull() ? "unknown" : key,
                  new String(decoded.orElse(text), UTF_8),
                  arrival.isNumber() ? Math.round(arrival.doubleValue() * 1000) : 0,
                  decoded.isPresent()
                      ? null
                      : data.isTextual()
                          ? "kinesis.data is not base64"
                          : "the record has no kinesis.data"));
    }
    return String.join("\n", lines);
  }

  private static Optional<byte[]> decodedByJdk(byte[] text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String data(EntryBatch batch, int index) {
    return new String(batch.array(index), batch.offset(index), batch.sizeBytes(index), UTF_8);
  }

  private static String entry(String key, String number, String data) {
    return "{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"%s\",\"sequenceNumber\":\"%s\","
            .formatted(key, number)
        + "\"data\":\"%s\",\"approximateArrivalTimestamp\":1700000000.5},\"eventID\":\"shardId-1:%s\"}"
            .formatted(data, number);
  }

  /** Mostly of a few digits, some of which begin others; now and then none of digits alone. */
  private static String number(Random random) {
    String number = "49" + (1000 + random.nextInt(20));
    return switch (random.nextInt(8)) {
      case 0 -> number.substring(0, 1 + random.nextInt(5));
      case 1 -> number + random.nextInt(100);
      case 2 -> number.replace('0', 'x');
      default -> number;
    };
  }

  /** An event whose entries mostly look alike, with fields in any order, blanks and escapes. */
  private static String event(Random random) throws IOException {
    List<String> order = new ArrayList<>(List.of("p", "s", "d", "a", "v"));
    Collections.shuffle(order, random);
    boolean idFirst = random.nextBoolean();
    String blank = random.nextInt(3) == 0 ? " \n" : "";
    List<String> entries = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      if (random.nextInt(4) == 0) {
        Collections.shuffle(order, random);
      }
      byte[] data = new byte[random.nextInt(30)];
      for (int k = 0; k < data.length; k++) {
        data[k] = (byte) (32 + random.nextInt(90));
      }
      String number = number(random);
      String base64 = Base64.getEncoder().encodeToString(data);
      List<String> fields = new ArrayList<>();
      for (String field : order) {
        fields.add(
            switch (field) {
              case "p" ->
                  "\"partitionKey\":"
                      + JACKSON.writeValueAsString(KEYS[random.nextInt(KEYS.length)]);
              case "s" -> "\"sequenceNumber\":" + blank + "\"" + number + "\"";
              case "d" ->
                  "\"data\":\""
                      + (random.nextInt(5) == 0 ? base64.replace("/", "\\/") : base64)
                      + "\"";
              case "a" ->
                  "\"approximateArrivalTimestamp\":"
                      + (random.nextInt(5) == 0
                          ? "1.700000000123E9"
                          : 1_700_000_000 + random.nextInt(1000) + "." + random.nextInt(1000));
              default -> "\"kinesisSchemaVersion\":\"1.0\"";
            });
      }
      String kinesis = "\"kinesis\":{" + String.join("," + blank, fields) + "}";
      String ofId = random.nextInt(4) > 0 ? number : number(random);
      String id = "\"eventID\":\"shardId-00" + random.nextInt(2) + ":" + ofId + "\"";
      entries.add("{" + (idFirst ? id + "," + kinesis : kinesis + blank + "," + id) + "}");
    }
    return "{" + blank + "\"Records\":[" + String.join("," + blank, entries) + "]" + blank + "}";
  }
}
