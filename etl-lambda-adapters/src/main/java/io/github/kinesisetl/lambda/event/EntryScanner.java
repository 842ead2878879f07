// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import io.github.kinesisetl.core.json.FieldNames;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.lambda.event.EnvelopeTemplate.Variable;
import io.github.kinesisetl.lambda.event.ScannedBatch.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the array of entries: by the template of the entry before, or else field by field, in any
 * order and with any white space and escapes. Not safe for use by many threads.
 */
final class EntryScanner {

  private static final FieldNames ENTRY = FieldNames.of("kinesis", "eventID");
  private static final FieldNames KINESIS =
      FieldNames.of("partitionKey", "sequenceNumber", "data", "approximateArrivalTimestamp");

  private final JsonCursor json;
  private final ScannedBatch batch;
  private final EnvelopeTemplate template = new EnvelopeTemplate();
  private final Base64Text base64 = new Base64Text();
  private byte[] payload = new byte[0];
  private boolean hasData;

  EntryScanner(JsonCursor json, ScannedBatch batch) {
    this.json = json;
    this.batch = batch;
  }

  /** Reads the array at hand. */
  void read(byte[] bytes, int sizeBytes) throws DecodeException, IOException {
    payload = bytes;
    json.beginArray();
    while (json.nextElement()) {
      byte unused = json.peek(); // past the white space
      int end = template.match(bytes, json.at(), sizeBytes, batch);
      if (end == EnvelopeTemplate.NO_MATCH) {
        parse();
      } else {
        json.leap(end);
      }
      batch.add();
    }
    payload = new byte[0];
  }

  private void parse() throws DecodeException, IOException {
    int from = json.at();
    batch.clear();
    template.begin();
    hasData = false;
    if (json.peek() == '{') {
      json.beginObject();
      while (json.nextField()) {
        entryField(json.fieldIn(ENTRY));
      }
    } else {
      json.skip();
    }
    if (!batch.hasSequenceNumber()) { // it cannot be reported back, so its batch must fail
      throw new IOException("Records[%d] has no kinesis.sequenceNumber".formatted(batch.size()));
    }
    if (!hasData) {
      batch.oddity().defect("the record has no kinesis.data", new byte[0]);
    }
    template.learn(payload, from, json.at());
  }

  private void entryField(int field) throws DecodeException {
    byte kind = json.peek();
    if (field == 0 && kind == '{') {
      json.beginObject();
      while (json.nextField()) {
        kinesisField(json.fieldIn(KINESIS));
      }
    } else if (field == 1 && kind == '"') {
      if (json.sliceOfText()) {
        text(Part.EVENT_ID, Variable.EVENT_ID);
      } else {
        batch.oddity().eventId(json.sliceText());
        template.spoil();
      }
    } else {
      json.skip();
    }
  }

  private void kinesisField(int field) throws DecodeException {
    byte kind = json.peek();
    if (field == 3 && isNumber(kind)) {
      batch.arrival(Math.round(json.decimal() * 1000));
      template.note(Variable.ARRIVAL, json.sliceFrom(), json.sliceTo());
    } else if (field < 0 || field == 3 || kind != '"') {
      json.skip();
    } else if (field == 0) {
      partitionKey();
    } else if (field == 1) {
      if (json.sliceOfText()) {
        text(Part.SEQUENCE_NUMBER, Variable.SEQUENCE_NUMBER);
      }
    } else {
      data();
    }
  }

  private static boolean isNumber(byte kind) {
    return kind == '-' || (kind >= '0' && kind <= '9');
  }

  private void text(Part part, Variable variable) {
    batch.text(part, json.sliceFrom(), json.sliceTo());
    template.note(variable, json.sliceFrom(), json.sliceTo());
  }

  private void partitionKey() throws DecodeException {
    if (json.sliceOfText()) {
      text(Part.PARTITION_KEY, Variable.PARTITION_KEY);
    } else {
      batch.oddity().partitionKey(json.sliceText());
      template.spoil();
    }
  }

  private void data() throws DecodeException {
    hasData = true;
    boolean plain = json.sliceOfText();
    byte[] text = payload;
    int from = json.sliceFrom();
    int to = json.sliceTo();
    if (!plain) { // some writers escape the slash
      text = json.sliceText().getBytes(StandardCharsets.UTF_8);
      from = 0;
      to = text.length;
    }
    boolean decoded = base64.decode(text, from, to, batch.decoded(), batch.decodedBytes());
    if (!decoded || base64.readTo() != to) {
      byte[] delivered = Arrays.copyOfRange(text, from, to);
      batch.oddity().defect("kinesis.data is not base64", delivered);
      template.spoil();
      return;
    }
    batch.data(base64.writtenTo());
    if (plain) {
      template.note(Variable.DATA, from, to);
    }
  }
}
