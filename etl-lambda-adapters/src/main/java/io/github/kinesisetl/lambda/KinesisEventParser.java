// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.kinesisetl.core.record.EventRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that Lambda delivers for a Kinesis batch (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html">event shape</a>) as a
 * stream, without a tree. Stateless.
 */
final class KinesisEventParser {

  /** A key that cannot be: for entries that came without one. */
  private static final String NO_KEY = "-";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private KinesisEventParser() {}

  /**
   * Reads an invocation's payload.
   *
   * @return its entries, or nothing if it is not a Kinesis batch
   * @throws IOException if it is not JSON at all
   */
  static Optional<List<ReceivedEntry>> parse(InputStream payload) throws IOException {
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("Records")) {
          return Optional.of(records(parser));
        }
        parser.skipChildren();
      }
      return Optional.empty();
    }
  }

  private static List<ReceivedEntry> records(JsonParser parser) throws IOException {
    List<ReceivedEntry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var fields = new Fields();
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        record(parser, fields);
      }
      entries.add(fields.entry(entries.size()));
    }
    return entries;
  }

  private static void record(JsonParser parser, Fields fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && name.equals("kinesis")) {
        kinesis(parser, fields);
      } else if (value == JsonToken.VALUE_STRING && name.equals("eventID")) {
        fields.eventId = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void kinesis(JsonParser parser, Fields fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isNumeric() && name.equals("approximateArrivalTimestamp")) {
        fields.arrivalMillis = Math.round(parser.getDoubleValue() * 1000);
      } else if (value == JsonToken.VALUE_STRING) {
        fields.text(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }

  /** What was read of one record so far. */
  private static final class Fields {
    private String eventId = "";
    private long arrivalMillis;
    private @Nullable String sequenceNumber;
    private @Nullable String partitionKey;
    private @Nullable String data;

    void text(String name, String value) {
      switch (name) {
        case "sequenceNumber" -> sequenceNumber = value;
        case "partitionKey" -> partitionKey = value;
        case "data" -> data = value;
        default -> {} // the schema version, and whatever comes to be
      }
    }

    /** An entry without a sequence number cannot be reported back, so its batch must fail. */
    ReceivedEntry entry(int index) throws IOException {
      if (sequenceNumber == null || sequenceNumber.isEmpty()) {
        throw new IOException("Records[%d] has no kinesis.sequenceNumber".formatted(index));
      }
      String shardId = eventId.contains(":") ? eventId.substring(0, eventId.indexOf(':')) : "";
      String key = partitionKey == null || partitionKey.isEmpty() ? NO_KEY : partitionKey;
      if (data == null) {
        return entry(shardId, key, new byte[0], "the record has no kinesis.data");
      }
      try {
        return entry(shardId, key, Base64.getDecoder().decode(data), null);
      } catch (IllegalArgumentException e) {
        byte[] original = data.getBytes(StandardCharsets.UTF_8);
        return entry(shardId, key, original, "kinesis.data is not base64");
      }
    }

    private ReceivedEntry entry(String shardId, String key, byte[] bytes, @Nullable String defect) {
      String shortKey =
          key.substring(0, Math.min(key.length(), EventRecord.MAX_PARTITION_KEY_CHARS));
      return new ReceivedEntry(
          shardId,
          requireNonNull(sequenceNumber),
          arrivalMillis,
          EventRecord.of(shortKey, bytes),
          defect);
    }
  }
}
