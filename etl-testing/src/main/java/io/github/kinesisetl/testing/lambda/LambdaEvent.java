// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
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

/**
 * Builds what an event source mapping of Kinesis delivers, invokes a function with it, and reads
 * the answer. Not safe for use by many threads.
 */
public final class LambdaEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode records = root.putArray("Records");

  /** An event without records. */
  public LambdaEvent() {}

  /**
   * Adds an entry of shard 6, with the next sequence number.
   *
   * @param partitionKey its key
   * @param data its bytes
   * @return this event
   */
  public LambdaEvent record(String partitionKey, byte[] data) {
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

  /**
   * Adds an entry of text.
   *
   * @param partitionKey its key
   * @param data its text
   * @return this event
   */
  public LambdaEvent record(String partitionKey, String data) {
    return record(partitionKey, data.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a record as it is.
   *
   * @param json a JSON object
   * @return this event
   * @throws JsonProcessingException if it is none
   */
  public LambdaEvent rawRecord(String json) throws JsonProcessingException {
    records.add(JSON.readTree(json));
    return this;
  }

  /**
   * The sequence number that an entry gets.
   *
   * @param index its index, from 0
   * @return digits, of one length for the first 900,000
   */
  public static String sequenceNumber(int index) {
    return "4954" + (100_000 + index);
  }

  /**
   * Invokes a function.
   *
   * @param function the function
   * @param context what it is told
   * @return the sequence numbers that it asks to begin again from; empty if all is done
   * @throws IOException if the invocation fails
   */
  public List<String> invoke(RequestStreamHandler function, Context context) throws IOException {
    JsonNode answer = JSON.readTree(invoke(function, context, root.toString()));
    List<String> failures = new ArrayList<>();
    answer
        .required("batchItemFailures")
        .forEach(failure -> failures.add(failure.required("itemIdentifier").textValue()));
    return failures;
  }

  /**
   * The event within a tumbling window of two minutes.
   *
   * @param state what the invocation before returned
   * @param last whether the window ends with it
   * @return the payload
   * @throws JsonProcessingException if the state is not JSON
   */
  public String json(String state, boolean last) throws JsonProcessingException {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    return json(start, start.plusSeconds(120), state, last);
  }

  /**
   * The event within a tumbling window.
   *
   * @param start where the window begins
   * @param end where it ends
   * @param state what the invocation before returned
   * @param last whether the window ends with it
   * @return the payload
   * @throws JsonProcessingException if the state is not JSON
   */
  public String json(Instant start, Instant end, String state, boolean last)
      throws JsonProcessingException {
    ObjectNode windowed = root.deepCopy();
    windowed.putObject("window").put("start", start.toString()).put("end", end.toString());
    windowed.set("state", JSON.readTree(state));
    windowed.put("shardId", "shardId-000000000006");
    windowed.put("isFinalInvokeForWindow", last);
    windowed.put("isWindowTerminatedEarly", false);
    return windowed.toString();
  }

  /**
   * Invokes a function with any payload.
   *
   * @param function the function
   * @param context what it is told
   * @param payload the payload
   * @return what it answers
   * @throws IOException if the invocation fails
   */
  public static String invoke(RequestStreamHandler function, Context context, String payload)
      throws IOException {
    var output = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), output, context);
    return output.toString(StandardCharsets.UTF_8);
  }
}
