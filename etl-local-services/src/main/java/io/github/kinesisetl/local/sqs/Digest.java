// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digests that clients check.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation">
 *     Calculating the MD5 message digest for message attributes</a>
 */
final class Digest {

  private static final int TEXT = 1;
  private static final int BINARY = 2;

  private Digest() {}

  static String md5(String text) {
    return hex("MD5", text.getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(String text) {
    return hex("SHA-256", text.getBytes(StandardCharsets.UTF_8));
  }

  static String md5(Map<String, MessageAttribute> attributes) {
    var bytes = new ByteArrayOutputStream();
    new TreeMap<>(attributes)
        .forEach((name, attribute) -> {
          write(bytes, name.getBytes(StandardCharsets.UTF_8));
          write(bytes, attribute.type().getBytes(StandardCharsets.UTF_8));
          bytes.write(attribute.isBinary() ? BINARY : TEXT);
          write(bytes, attribute.toBytes());
        });
    return hex("MD5", bytes.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has " + algorithm, e);
    }
  }
}
