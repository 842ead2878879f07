// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Items as lines of text. Stateless. */
final class Lines {

  private Lines() {}

  static <T> byte[] bytes(Codec<T> codec, T item) {
    var out = new RecordBuffer(512);
    codec.encode(item, out);
    return out.toByteArray();
  }

  static <T> String text(Codec<T> codec, T item) {
    return new String(bytes(codec, item), StandardCharsets.UTF_8);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
