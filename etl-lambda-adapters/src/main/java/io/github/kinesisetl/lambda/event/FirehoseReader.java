// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import io.github.kinesisetl.core.json.FieldNames;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.entry.ListedBatch.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event of a Firehose transformation (<a
 * href="https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html">shape</a>). An
 * entry's sequence number is its record id. Stateless.
 */
public final class FirehoseReader {

  private static final FieldNames RECORD =
      FieldNames.of("recordId", "approximateArrivalTimestamp", "data");
  private static final FieldNames TOP = FieldNames.of("records");
  private static final String NO_KEY = "firehose";

  private FirehoseReader() {}

  /**
   * Reads a payload.
   *
   * @param input the payload
   * @return its records, or nothing if it is JSON but not of Firehose
   * @throws IOException if it is not JSON, or a record has no id
   */
  public static Optional<EntryBatch> read(InputStream input) throws IOException {
    byte[] payload = input.readAllBytes();
    if (payload.length == 0) {
      return Optional.empty();
    }
    JsonCursor json = new JsonCursor().pointTo(payload, 0, payload.length);
    try {
      List<Entry> entries = top(json);
      json.end();
      return Optional.ofNullable(entries).map(ListedBatch::new);
    } catch (DecodeException e) {
      throw new IOException("the payload is not JSON: " + e.reason(), e);
    }
  }

  private static @Nullable List<Entry> top(JsonCursor json) throws DecodeException, IOException {
    if (json.peek() != '{') {
      json.skip();
      return null;
    }
    List<Entry> entries = null;
    json.beginObject();
    while (json.nextField()) {
      if (json.fieldIn(TOP) == 0 && json.peek() == '[') {
        if (entries != null) {
          throw new IOException("records stands twice in the payload");
        }
        entries = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
          entries.add(entry(json));
        }
      } else {
        json.skip();
      }
    }
    return entries;
  }

  private static Entry entry(JsonCursor json) throws DecodeException, IOException {
    String id = "";
    long arrivalMillis = 0;
    String data = null;
    json.beginObject();
    while (json.nextField()) {
      int field = json.fieldIn(RECORD);
      byte kind = json.peek();
      if (field == 0 && kind == '"') {
        id = json.text();
      } else if (field == 1 && kind >= '0' && kind <= '9') {
        arrivalMillis = json.integer();
      } else if (field == 2 && kind == '"') {
        data = json.text();
      } else {
        json.skip();
      }
    }
    if (id.isEmpty()) {
      throw new IOException("a record has no recordId");
    }
    return entry(id, arrivalMillis, data);
  }

  private static Entry entry(String id, long arrivalMillis, @Nullable String data) {
    var position = new RecordPosition("", id, 0);
    if (data == null) {
      return new Entry(position, arrivalMillis, NO_KEY, new byte[0], "the record has no data");
    }
    try {
      return new Entry(position, arrivalMillis, NO_KEY, Base64.getDecoder().decode(data), null);
    } catch (IllegalArgumentException e) {
      return new Entry(position, arrivalMillis, NO_KEY, new byte[0], "data is not base64");
    }
  }
}
