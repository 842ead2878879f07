// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.json.JsonQuote;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The answer to a transformation (<a
 * href="https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html">status
 * model</a>), never larger than Lambda takes. Not safe for use by many threads.
 */
final class FirehoseAnswer {

  /** Lambda's bound of an answer is 6 MB; a little is kept for the end. */
  private static final int MAX_BYTES = 6 * 1024 * 1024 - 1024;

  private final ByteArrayOutputStream json = new ByteArrayOutputStream(64 << 10);
  private final int maxBytes;
  private int failuresLeft;
  private boolean first = true;

  /**
   * An answer that is still empty.
   *
   * @param recordIds the bytes of all ids, which must find room even if nothing else does
   * @param records how many there are
   */
  FirehoseAnswer(int recordIds, int records) {
    maxBytes = MAX_BYTES;
    failuresLeft = recordIds + records * failureBytes(0);
    write("{\"records\":[");
  }

  /** Whether data of a size finds room beside what must follow. */
  boolean hasRoomFor(String recordId, int dataBytes, Map<String, String> partitionKeys) {
    int keys = 64;
    for (Map.Entry<String, String> key : partitionKeys.entrySet()) {
      keys += 6 * (key.getKey().length() + key.getValue().length()) + 8;
    }
    int size = failureBytes(recordId.length()) + (dataBytes + 2) / 3 * 4 + 16 + keys;
    return json.size() + (long) size + failuresLeft - failureBytes(recordId.length()) <= maxBytes;
  }

  void ok(String recordId, byte[] data, Map<String, String> partitionKeys) {
    begin(recordId, "Ok");
    write(",\"data\":\"");
    json.writeBytes(Base64.getEncoder().encode(data));
    write("\"");
    if (!partitionKeys.isEmpty()) {
      var keys = new StringBuilder(",\"metadata\":{\"partitionKeys\":{");
      String comma = "";
      for (Map.Entry<String, String> key : partitionKeys.entrySet()) {
        JsonQuote.append(keys.append(comma), key.getKey());
        JsonQuote.append(keys.append(':'), key.getValue());
        comma = ",";
      }
      write(keys.append("}}").toString());
    }
    write("}");
  }

  void dropped(String recordId) {
    begin(recordId, "Dropped");
    write("}");
  }

  /** Firehose keeps the original under its prefix for failures. */
  void failed(String recordId) {
    begin(recordId, "ProcessingFailed");
    write("}");
  }

  byte[] finish() {
    write("]}");
    return json.toByteArray();
  }

  private void begin(String recordId, String result) {
    failuresLeft -= failureBytes(recordId.length());
    write((first ? "" : ",") + "{\"recordId\":" + JsonQuote.quoted(recordId));
    write(",\"result\":\"" + result + "\"");
    first = false;
  }

  /** The most that a record without data takes. */
  private static int failureBytes(int idChars) {
    return idChars + 48;
  }

  private void write(String text) {
    json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
