// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.engine.ReaderOptions;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.testing.lambda.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirehoseTransformHandlerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FirehoseTransformHandler<ObjectNode, ObjectNode> handler =
      new FirehoseTransformHandler<>(options().build());
  private final ArrayNode records = JSON.createArrayNode();

  private static FirehoseOptions.Builder<ObjectNode, ObjectNode> options() {
    return FirehoseOptions.builder(
            RecordDecoder.of(JsonCodec.tree()),
            FirehoseTransformHandlerTest::process,
            JsonCodec.tree())
        .partitionKeys(event ->
            event.has("country") ? Map.of("country", event.get("country").asText()) : Map.of());
  }

  private static ProcessingResult<ObjectNode> process(ObjectNode event) {
    return switch (event.path("do").asText()) {
      case "drop" -> new ProcessingResult.Filtered<>("asked to");
      case "reject" -> new ProcessingResult.Rejected<>("check", "asked to");
      case "fail" -> new ProcessingResult.Failed<>("check", "asked to");
      case "throw" -> throw new IllegalStateException("asked to");
      case "recurse" -> throw new StackOverflowError();
      case "unlinked" -> throw new NoClassDefFoundError("asked to");
      default -> new ProcessingResult.Passed<>(event);
    };
  }

  @AfterEach
  void close() {
    handler.close();
  }

  @Test
  void handle_everyKindOfRecord_answersEachOnceByItsKind() throws Exception {
    add("{\"a\":1}".getBytes(UTF_8));
    add("{\"do\":\"drop\"}".getBytes(UTF_8));
    add("{\"do\":\"reject\"}".getBytes(UTF_8));
    add("{\"do\":\"throw\"}".getBytes(UTF_8));
    add("no json".getBytes(UTF_8));
    add(aggregate("{\"a\":2}", "{\"do\":\"drop\"}", "{\"a\":3}"));
    add(aggregate("{\"a\":4}", "{\"do\":\"reject\"}"));
    records.addObject().put("recordId", "bad").put("data", "%%%");
    JsonNode answer = invoke();
    assertThat(answer.findValuesAsText("recordId"))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "bad");
    assertThat(answer.findValuesAsText("result"))
        .containsExactly(
            "Ok",
            "Dropped",
            "ProcessingFailed",
            "ProcessingFailed",
            "ProcessingFailed",
            "Ok",
            "ProcessingFailed",
            "ProcessingFailed");
    assertThat(data(answer, 5)).isEqualTo("{\"a\":2}\n{\"a\":3}\n");
  }

  @Test
  void handle_recordsThatFail_sayWhyInTheLogOncePerKind() throws Exception {
    PrintStream before = System.out;
    var out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      for (String what : new String[] {"reject", "throw", "recurse", "reject"}) {
        add("{\"do\":\"%s\",\"secret\":1}".formatted(what).getBytes(UTF_8));
      }
      add("no json, secret".getBytes(UTF_8));
      records.addObject().put("recordId", "bad").put("data", "%%%");
      JsonNode unused = invoke();
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(UTF_8).lines())
        .hasSize(5)
        .anyMatch(line -> line.contains("check: asked to"))
        .anyMatch(line -> line.contains("a stage threw java.lang.IllegalStateException"))
        .anyMatch(line -> line.contains("a stage threw java.lang.StackOverflowError"))
        .anyMatch(line -> line.contains("decode: "))
        .anyMatch(line -> line.contains("read: data is not base64"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void handle_partitionKeys_areTheRecordsOwnAndNeverMixed() throws Exception {
    add("{\"country\":\"D\\\"E\"}".getBytes(UTF_8));
    add(aggregate("{\"country\":\"FR\"}", "{\"country\":\"FR\"}"));
    add(aggregate("{\"country\":\"FR\"}", "{\"country\":\"IT\"}"));
    JsonNode answer = invoke().path("records");
    assertThat(answer.get(0).path("metadata").path("partitionKeys").path("country").asText())
        .isEqualTo("D\"E");
    assertThat(answer.get(1).path("metadata").path("partitionKeys").path("country").asText())
        .isEqualTo("FR");
    assertThat(answer.get(2).path("result").asText()).isEqualTo("ProcessingFailed");
  }

  @Test
  void handle_aggregatesThatBecomeTooLarge_keepTheAnswerBelowSixMegabytes() throws Exception {
    String event = "{\"text\":\"" + "x".repeat(10_000) + "\"}";
    String[] events = new String[60];
    Arrays.fill(events, event);
    byte[] dense;
    try (Compressor zstd = Compressor.zstd(3)) {
      dense = zstd.compress(aggregate(events));
    }
    for (int i = 0; i < 40; i++) {
      add(dense);
    }
    byte[] bytes = invokeRaw();
    assertThat(bytes.length).isBetween(5_000_000, 6 * 1024 * 1024);
    JsonNode answer = JSON.readTree(bytes);
    Set<String> ids = new HashSet<>(answer.findValuesAsText("recordId"));
    assertThat(ids).hasSize(40);
    assertThat(answer.findValuesAsText("result")).contains("Ok", "ProcessingFailed").hasSize(40);
  }

  @Test
  void handle_failureThatMayPass_failsTheInvocation() {
    add("{\"do\":\"fail\"}".getBytes(UTF_8));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::invoke)
        .withMessage("the batch is to be repeated: check: asked to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw", "recurse", "unlinked"})
  void handle_recordThatBreaksTheProcessor_failsAloneWhateverIsThrown(String what)
      throws Exception {
    add("{\"a\":1}".getBytes(UTF_8));
    add(("{\"do\":\"" + what + "\"}").getBytes(UTF_8));
    add("{\"a\":2}".getBytes(UTF_8));
    assertThat(invoke().findValuesAsText("result")).containsExactly("Ok", "ProcessingFailed", "Ok");
  }

  @Test
  void handle_claimedRecordWithAStore_isRedeemed() throws Exception {
    byte[] event = "{\"large\":true}".getBytes(UTF_8);
    var store = new MemoryClaims();
    add(ClaimCheck.to(store.store(event), event).toJson());
    assertThat(invoke().findValuesAsText("result")).containsExactly("ProcessingFailed");
    var options = options().reader(ReaderOptions.DEFAULT.claims(store)).build();
    try (var redeeming = new FirehoseTransformHandler<>(options)) {
      JsonNode answer = JSON.readTree(invokeRaw(redeeming));
      assertThat(data(answer, 0)).isEqualTo("{\"large\":true}\n");
      store.down = true;
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> invokeRaw(redeeming))
          .withMessageContaining("cannot be opened now");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"test\":true}", "17", "", "{\"Records\":[]}"})
  void handle_notOfFirehose_getsAHealthAnswer(String payload) throws Exception {
    var output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(payload.getBytes(UTF_8)), output, new FakeContext());
    assertThat(output.toString(UTF_8)).startsWith("{\"status\":\"ok\"");
  }

  private void add(byte[] data) {
    records
        .addObject()
        .put("recordId", Integer.toString(records.size() - 1))
        .put("approximateArrivalTimestamp", 1_700_000_000_123L)
        .put("data", data);
  }

  private JsonNode invoke() throws IOException {
    return JSON.readTree(invokeRaw());
  }

  private byte[] invokeRaw() throws IOException {
    return invokeRaw(handler);
  }

  private byte[] invokeRaw(FirehoseTransformHandler<?, ?> handler) throws IOException {
    ObjectNode event = JSON.createObjectNode().put("invocationId", "i");
    event.set("records", records);
    var output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(JSON.writeValueAsBytes(event)), output, new FakeContext());
    return output.toByteArray();
  }

  private static String data(JsonNode answer, int index) {
    String base64 = answer.path("records").get(index).path("data").asText();
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  private static byte[] aggregate(String... events) {
    var aggregator = RecordAggregator.kpl(1 << 20);
    for (String event : events) {
      aggregator.add(EventRecord.of("k", event.getBytes(UTF_8)));
    }
    return aggregator.finish(AggregateIds.fresh(1, 2));
  }

  /** A claim store of one object. */
  private static final class MemoryClaims implements ClaimStore {
    private byte[] kept = new byte[0];
    private boolean down;

    @Override
    public String store(byte[] data) {
      kept = data.clone();
      return "memory:1";
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      if (down) {
        throw new ClaimStoreException("asked to", new IOException("down"));
      }
      return kept.clone();
    }
  }
}
