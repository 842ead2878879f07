// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.BoundedLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** PutRecord and PutRecordBatch. Safe for use by many threads. */
final class RecordOperations {

  private static final int MAX_RECORDS = 500;
  private static final int MAX_RECORD_BYTES = 1000 << 10;
  private static final int MAX_CALL_BYTES = 4 << 20;

  private final StreamCatalog catalog;
  private final BoundedLog<DeliveredRecord> log;
  private final InstantSource clock;
  private int failEvery;
  private int batchRecords;

  RecordOperations(StreamCatalog catalog, BoundedLog<DeliveredRecord> log, InstantSource clock) {
    this.catalog = catalog;
    this.log = log;
    this.clock = clock;
  }

  synchronized void failEveryNthRecord(int n) {
    failEvery = n;
    batchRecords = 0;
  }

  ObjectNode putRecord(ObjectNode request) {
    var body = new Body(request, "DeliveryStreamName", "Record");
    String stream = catalog.get(body.streamName()).name();
    byte[] data = data(body.child("Record"));
    DeliveredRecord record = record(stream, data, clock.instant());
    log.add(List.of(record));
    return accepted(record).put("Encrypted", false);
  }

  ObjectNode putRecordBatch(ObjectNode request) {
    var body = new Body(request, "DeliveryStreamName", "Records");
    String stream = catalog.get(body.streamName()).name();
    List<byte[]> all = dataOfAll(body.child("Records"));
    Instant now = clock.instant();
    List<DeliveredRecord> stored = new ArrayList<>();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var responses = answer.putArray("RequestResponses");
    for (byte[] data : all) {
      if (failsNext()) {
        responses
            .addObject()
            .put("ErrorCode", "ServiceUnavailableException")
            .put("ErrorMessage", "a scripted fault; try again");
      } else {
        DeliveredRecord record = record(stream, data, now);
        stored.add(record);
        responses.add(accepted(record));
      }
    }
    log.add(stored);
    return answer.put("FailedPutCount", all.size() - stored.size()).put("Encrypted", false);
  }

  private synchronized boolean failsNext() {
    return failEvery > 0 && ++batchRecords % failEvery == 0;
  }

  private static List<byte[]> dataOfAll(JsonNode records) {
    if (!records.isArray() || records.isEmpty() || records.size() > MAX_RECORDS) {
      throw Body.invalid(
          "Records must be a list of 1 to %d, but has %d", MAX_RECORDS, records.size());
    }
    List<byte[]> all = new ArrayList<>();
    long bytes = 0;
    for (JsonNode record : records) {
      byte[] data = data(record);
      bytes += data.length;
      all.add(data);
    }
    if (bytes > MAX_CALL_BYTES) {
      throw Body.invalid(
          "all records together must have at most %d bytes, but have %d", MAX_CALL_BYTES, bytes);
    }
    return all;
  }

  private static byte[] data(JsonNode record) {
    byte[] data = new Body(record, "Data").data();
    if (data.length < 1 || data.length > MAX_RECORD_BYTES) {
      throw Body.invalid("Data must have 1 to %d bytes, but has %d", MAX_RECORD_BYTES, data.length);
    }
    return data;
  }

  private static DeliveredRecord record(String stream, byte[] data, Instant now) {
    return new DeliveredRecord(stream, UUID.randomUUID().toString(), data, now);
  }

  private static ObjectNode accepted(DeliveredRecord record) {
    return JsonNodeFactory.instance.objectNode().put("RecordId", record.recordId());
  }
}
