// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds what Lambda delivers, invokes a handler with it, and reads the answer. */
final class LambdaEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode records = root.putArray("Records");

  LambdaEvent record(String partitionKey, byte[] data) {
    ObjectNode record = records.addObject();
    ObjectNode kinesis = record.putObject("kinesis");
    kinesis.put("kinesisSchemaVersion", "1.0");
    kinesis.put("partitionKey", partitionKey);
    kinesis.put("sequenceNumber", sequenceNumber(records.size() - 1));
    kinesis.put("data", data);
    kinesis.put("approximateArrivalTimestamp", 1_700_000_000.123);
    record.put("eventSource", "aws:kinesis");
    record.put("eventID", "shardId-000000000006:" + sequenceNumber(records.size() - 1));
    return this;
  }

  LambdaEvent record(String partitionKey, String data) {
    return record(partitionKey, data.getBytes(StandardCharsets.UTF_8));
  }

  LambdaEvent rawRecord(String json) throws JsonProcessingException {
    records.add(JSON.readTree(json));
    return this;
  }

  static String sequenceNumber(int index) {
    return "4954" + (100_000 + index);
  }

  /** The sequence numbers that the handler asks to begin again from; empty if all is done. */
  List<String> invoke(KinesisHandler<?, ?> handler, FakeContext context) throws IOException {
    JsonNode answer = JSON.readTree(invoke(handler, context, root.toString()));
    List<String> failures = new ArrayList<>();
    answer
        .required("batchItemFailures")
        .forEach(failure -> failures.add(failure.required("itemIdentifier").textValue()));
    return failures;
  }

  /** The event within a tumbling window of two minutes. */
  String json(String state, boolean last) throws JsonProcessingException {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    return json(start, start.plusSeconds(120), state, last);
  }

  String json(Instant start, Instant end, String state, boolean last)
      throws JsonProcessingException {
    ObjectNode windowed = root.deepCopy();
    windowed.putObject("window").put("start", start.toString()).put("end", end.toString());
    windowed.set("state", JSON.readTree(state));
    windowed.put("shardId", "shardId-000000000006");
    windowed.put("isFinalInvokeForWindow", last);
    windowed.put("isWindowTerminatedEarly", false);
    return windowed.toString();
  }

  static String invoke(KinesisHandler<?, ?> handler, FakeContext context, String payload)
      throws IOException {
    var output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), output, context);
    return output.toString(StandardCharsets.UTF_8);
  }
}
