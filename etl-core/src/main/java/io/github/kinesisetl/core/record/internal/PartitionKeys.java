// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record.internal;

import io.github.kinesisetl.core.record.EventRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What a partition key may be, and how Kinesis hashes it. Stateless. */
public final class PartitionKeys {

  private PartitionKeys() {}

  /**
   * Checks a key. A user's key function may return null, whatever its type says. Kinesis counts
   * characters of Unicode, so a pair of surrogates is one.
   *
   * @param partitionKey the key
   * @return the key
   * @throws IllegalArgumentException if it is null, empty or too long
   */
  public static String require(@Nullable String partitionKey) {
    if (partitionKey == null) {
      throw new IllegalArgumentException("partitionKey must not be null");
    }
    int chars = partitionKey.length();
    if (chars > EventRecord.MAX_PARTITION_KEY_CHARS) {
      chars = partitionKey.codePointCount(0, chars);
    }
    if (chars < 1 || chars > EventRecord.MAX_PARTITION_KEY_CHARS) {
      throw new IllegalArgumentException(
          "partitionKey must have 1 to %d characters, but has %d; hash long keys first"
              .formatted(EventRecord.MAX_PARTITION_KEY_CHARS, chars));
    }
    return partitionKey;
  }

  /**
   * What Kinesis hashes keys by.
   *
   * @return a new MD5
   */
  public static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /**
   * Reads one half of a hash.
   *
   * @param bytes the hash
   * @param from 0 for the upper half, 8 for the lower
   * @return its 64 bits
   */
  public static long longAt(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }
}
