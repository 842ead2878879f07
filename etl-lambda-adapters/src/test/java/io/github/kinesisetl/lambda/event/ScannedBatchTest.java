// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.testing.EntryBatchContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Entries that stay where the payload's bytes are. */
class ScannedBatchTest extends EntryBatchContract {

  @Override
  protected EntryBatch batch(List<Given> entries) throws IOException {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    ArrayNode records = event.putArray("Records");
    for (Given entry : entries) {
      ObjectNode record = records.addObject();
      record
          .putObject("kinesis")
          .put("kinesisSchemaVersion", "1.0")
          .put("partitionKey", entry.partitionKey())
          .put("sequenceNumber", entry.sequenceNumber())
          .put("data", entry.data())
          .put("approximateArrivalTimestamp", BigDecimal.valueOf(entry.arrivalMillis(), 3));
      record
          .put("eventSource", "aws:kinesis")
          .put("eventID", entry.shardId() + ":" + entry.sequenceNumber());
    }
    byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
    return new EventReader().read(new ByteArrayInputStream(json)).orElseThrow().entries();
  }
}
