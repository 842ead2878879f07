// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kinesisetl.local.stream.DeliveredEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Writes the event that AWS Lambda delivers for a Kinesis batch (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html">shape</a>). Immutable.
 */
final class InvocationPayload {

  /**
   * Most bytes of a synchronous invocation (<a
   * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a>).
   */
  static final int MAX_BYTES = 6 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  /** What an entry takes beside its data, its key, and the stream's name and region. */
  private static final int ENVELOPE_BYTES = 560;

  private final String region;
  private final String streamArn;

  InvocationPayload(String region, String streamArn) {
    this.region = region;
    this.streamArn = streamArn;
  }

  /** What an entry adds to the payload, in bytes, or somewhat less. */
  int sizeBytes(DeliveredEntry entry) {
    int base64Bytes = (entry.data().length + 2) / 3 * 4;
    int keyBytes = entry.partitionKey().getBytes(StandardCharsets.UTF_8).length;
    return ENVELOPE_BYTES + streamArn.length() + region.length() + keyBytes + base64Bytes;
  }

  byte[] write(Batch batch) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (DeliveredEntry entry : batch.entries()) {
        write(json, batch.shardId(), entry);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return out.toByteArray();
  }

  private void write(JsonGenerator json, String shardId, DeliveredEntry entry) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("kinesis");
    json.writeStringField("kinesisSchemaVersion", "1.0");
    if (!entry.partitionKey().isEmpty()) {
      json.writeStringField("partitionKey", entry.partitionKey());
    }
    json.writeStringField("sequenceNumber", entry.sequenceNumber());
    json.writeBinaryField("data", entry.data());
    json.writeNumberField(
        "approximateArrivalTimestamp", BigDecimal.valueOf(entry.arrivalMillis(), 3));
    json.writeEndObject();
    json.writeStringField("eventSource", "aws:kinesis");
    json.writeStringField("eventVersion", "1.0");
    json.writeStringField("eventID", shardId + ":" + entry.sequenceNumber());
    json.writeStringField("eventName", "aws:kinesis:record");
    json.writeStringField(
        "invokeIdentityArn", "arn:aws:iam::000000000000:role/kinesis-local-function");
    json.writeStringField("awsRegion", region);
    json.writeStringField("eventSourceARN", streamArn);
    json.writeEndObject();
  }
}
