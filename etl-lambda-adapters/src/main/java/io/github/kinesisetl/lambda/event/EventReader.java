// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import io.github.kinesisetl.core.json.FieldNames;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event of a Kinesis mapping (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html">shape</a>) from its bytes.
 * Its memory is used again for the next event: what it has read is valid until then. Not safe for
 * use by many threads.
 */
public final class EventReader {

  private static final FieldNames TOP =
      FieldNames.of(
          "Records",
          "window",
          "state",
          "isFinalInvokeForWindow",
          "isWindowTerminatedEarly",
          "deep");
  private static final int DEEP = 5;
  private static final FieldNames WINDOW = FieldNames.of("start", "end");

  private final PayloadBuffer payload = new PayloadBuffer();
  private final JsonCursor json = new JsonCursor();
  private final ScannedBatch batch = new ScannedBatch();
  private final EntryScanner entries = new EntryScanner(json, batch);
  private boolean hasRecords;
  private boolean deep;
  private @Nullable WindowFields window;

  /** A reader. */
  public EventReader() {}

  /**
   * Reads a payload.
   *
   * @param input the payload
   * @return what it delivers, or nothing if it is JSON but not of a Kinesis mapping
   * @throws IOException if it is not JSON, or an entry has no sequence number, so that it could not
   *     be reported; the message quotes nothing
   */
  public Optional<Invocation> read(InputStream input) throws IOException {
    payload.read(input);
    hasRecords = false;
    deep = false;
    window = null;
    if (payload.sizeBytes() == 0) {
      return Optional.empty();
    }
    batch.begin(payload.array(), payload.sizeBytes());
    json.pointTo(payload.array(), 0, payload.sizeBytes());
    try {
      readTop();
    } catch (DecodeException e) {
      throw new IOException("the payload is not JSON: " + e.reason(), e);
    }
    if (!hasRecords) {
      return Optional.empty();
    }
    WindowFields fields = window;
    return Optional.of(new Invocation(batch, fields == null ? null : fields.window()));
  }

  /**
   * Whether the payload that was read last, and is no batch, asks for checks: {@code
   * {"test":true,"deep":true}}.
   *
   * @return whether it does
   */
  public boolean asksForChecks() {
    return deep;
  }

  /** Lets go of the payload; what was read is not valid any more. */
  public void release() {
    batch.release();
    payload.release();
  }

  private void readTop() throws DecodeException, IOException {
    if (json.peek() != '{') {
      json.skip();
      json.end();
      return;
    }
    json.beginObject();
    while (json.nextField()) {
      int field = json.fieldIn(TOP);
      if (field == 0 && json.peek() == '[') {
        if (hasRecords) {
          throw new IOException("Records stands twice in the payload");
        }
        entries.read(payload.array(), payload.sizeBytes());
        hasRecords = true;
      } else if (field == DEEP && json.peek() == 't') {
        deep = json.bool();
      } else if (field > 0 && field != DEEP) {
        windowField(field);
      } else {
        json.skip();
      }
    }
    json.end();
  }

  private void windowField(int field) throws DecodeException {
    WindowFields fields = window == null ? new WindowFields() : window;
    byte kind = json.peek();
    if (kind == '{' && field <= 2) {
      window = fields;
      windowObject(field, fields);
    } else if (field > 2 && (kind == 't' || kind == 'f')) {
      window = fields;
      boolean value = json.bool();
      fields.last |= field == 3 && value;
      fields.endedEarly |= field == 4 && value;
    } else {
      json.skip();
    }
  }

  private void windowObject(int field, WindowFields fields) throws DecodeException {
    if (field == 1) {
      readWindow(fields);
    } else {
      int from = json.at();
      json.skip();
      fields.state = payload.text(from, json.at());
    }
  }

  private void readWindow(WindowFields fields) throws DecodeException {
    json.beginObject();
    while (json.nextField()) {
      int field = json.fieldIn(WINDOW);
      if (field >= 0 && json.peek() == '"') {
        String text = json.text();
        fields.start = field == 0 ? text : fields.start;
        fields.end = field == 1 ? text : fields.end;
      } else {
        json.skip();
      }
    }
  }

  /** What was read of a window so far. */
  private static final class WindowFields {
    private String start = "";
    private String end = "";
    private String state = InvocationWindow.NO_STATE;
    private boolean last;
    private boolean endedEarly;

    InvocationWindow window() {
      return new InvocationWindow(start, end, last, endedEarly, state);
    }
  }
}
