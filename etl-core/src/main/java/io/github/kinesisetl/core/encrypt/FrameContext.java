// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import io.github.kinesisetl.core.record.RecordBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What frames are bound to besides their key, in its authenticated form (docs/wire-format.md). It
 * does not travel with them. Immutable.
 */
final class FrameContext {

  private static final int MAX_BYTES = 8_192;

  private final Map<String, String> pairs;
  private final byte[] bytes;

  private FrameContext(Map<String, String> pairs, byte[] bytes) {
    this.pairs = pairs;
    this.bytes = bytes;
  }

  static FrameContext of(Map<String, String> pairs) {
    var out = new RecordBuffer(64);
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      if (pair.getKey().isEmpty()) {
        throw new IllegalArgumentException("context must not have an empty name");
      }
      write(pair.getKey(), out);
      write(pair.getValue(), out);
    }
    if (out.sizeBytes() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "context must have at most %d bytes, but has %d".formatted(MAX_BYTES, out.sizeBytes()));
    }
    return new FrameContext(Map.copyOf(pairs), out.toByteArray());
  }

  Map<String, String> pairs() {
    return pairs;
  }

  /** Each name and each value as its length of two bytes and its UTF-8, names rising. */
  byte[] bytes() {
    return bytes;
  }

  private static void write(String text, RecordBuffer out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.write(utf8.length >>> 8);
    out.write(utf8.length);
    out.write(utf8);
  }
}
