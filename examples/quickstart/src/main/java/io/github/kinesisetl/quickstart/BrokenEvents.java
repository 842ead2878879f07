// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.compress.Compressor;
import java.util.Arrays;
import java.util.Random;

/** Breaks events in the ways in which events break. Deterministic by number; stateless. */
final class BrokenEvents {

  /** How many ways there are. */
  static final int WAYS = 9;

  private BrokenEvents() {}

  /** Turns a good event into bytes that no handler can accept. */
  static byte[] broken(ObjectNode event, int number) {
    byte[] json = event.toString().getBytes(UTF_8);
    return switch (number % WAYS) {
      case 0 -> Arrays.copyOf(json, json.length - 1 - number % 40); // cut JSON
      case 1 -> event.put("value", "many " + number).toString().getBytes(UTF_8); // wrong type
      case 2 -> without(event, "user_id"); // missing field
      case 3 -> event.put("timestamp", "yesterday").toString().getBytes(UTF_8);
      case 4 -> cutGzip(json);
      case 5 -> garbage(number);
      case 6 -> ("{\"deep\":" + "[".repeat(5_000) + number).getBytes(UTF_8);
      case 7 -> ("[" + number + "]").getBytes(UTF_8); // JSON, but no object
      default -> bomb(number);
    };
  }

  private static byte[] without(ObjectNode event, String field) {
    event.remove(field);
    return event.toString().getBytes(UTF_8);
  }

  private static byte[] cutGzip(byte[] json) {
    try (Compressor gzip = Compressor.gzip()) {
      byte[] frame = gzip.compress(json);
      return Arrays.copyOf(frame, frame.length / 2);
    }
  }

  /** Random bytes whose first byte begins neither JSON nor a frame. */
  private static byte[] garbage(int number) {
    byte[] bytes = new byte[20 + number % 200];
    new Random(number).nextBytes(bytes);
    bytes[0] = 'x';
    return bytes;
  }

  /** 64 MiB of zeros in a few thousand bytes. */
  private static byte[] bomb(int number) {
    byte[] zeros = new byte[64 << 20];
    byte[] tail = Integer.toString(number).getBytes(UTF_8);
    System.arraycopy(tail, 0, zeros, zeros.length - tail.length, tail.length);
    try (Compressor zstd = Compressor.zstd(1)) {
      return zstd.compress(zeros);
    }
  }
}
