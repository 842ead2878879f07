// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * One message of {@code application/vnd.amazon.eventstream}: total length, length of the headers
 * and their CRC; the headers; the payload; a CRC over all of it.
 */
final class EventMessage {

  private static final int PRELUDE_BYTES = 8;
  private static final int CRC_BYTES = 4;
  private static final int STRING = 7;

  private EventMessage() {}

  static byte[] event(String type, String contentType, byte[] payload) {
    return message(
        payload, ":message-type", "event", ":event-type", type, ":content-type", contentType);
  }

  static byte[] exception(String type, String contentType, byte[] payload) {
    return message(
        payload,
        ":message-type",
        "exception",
        ":exception-type",
        type,
        ":content-type",
        contentType);
  }

  private static byte[] message(byte[] payload, String... headers) {
    byte[] head = headers(headers);
    int total = PRELUDE_BYTES + CRC_BYTES + head.length + payload.length + CRC_BYTES;
    byte[] bytes = new byte[total];
    ByteBuffer message = ByteBuffer.wrap(bytes).putInt(total).putInt(head.length);
    message.putInt(crc(bytes, PRELUDE_BYTES)).put(head).put(payload);
    message.putInt(crc(bytes, total - CRC_BYTES));
    return bytes;
  }

  private static byte[] headers(String... namesAndValues) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      byte[] name = namesAndValues[i].getBytes(UTF_8);
      byte[] value = namesAndValues[i + 1].getBytes(UTF_8);
      bytes.write(name.length);
      bytes.writeBytes(name);
      bytes.write(STRING);
      bytes.write(value.length >>> 8);
      bytes.write(value.length);
      bytes.writeBytes(value);
    }
    return bytes.toByteArray();
  }

  private static int crc(byte[] bytes, int length) {
    var crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
