// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.limit.Limits;
import org.jspecify.annotations.Nullable;

/** An entry on its way into a stream. It hashes its key when made, outside the account's lock. */
public final class PutEntry {

  /** The partition key of an entry that has none. */
  public static final String NO_KEY = "";

  private final String partitionKey;
  private final byte[] data;
  private final HashKey hashKey;
  private final int bytes;

  /**
   * Wraps the data without copying it.
   *
   * @param key 1 to 256 characters; null for none, which only a stream takes that distributes its
   *     records by itself
   * @param explicitHashKey a decimal hash key instead of the partition key's, or null
   * @param data the payload; the caller must not change it afterwards
   * @throws KinesisError ValidationException or InvalidArgumentException if a key is not allowed
   */
  public PutEntry(@Nullable String key, @Nullable String explicitHashKey, byte[] data) {
    this.partitionKey = key == null ? NO_KEY : checked(key);
    this.data = requireNonNull(data, "data");
    this.hashKey =
        explicitHashKey == null
            ? HashKey.ofPartitionKey(partitionKey)
            : HashKey.parse("ExplicitHashKey", explicitHashKey);
    this.bytes = data.length + utf8Length(partitionKey);
  }

  private static String checked(String partitionKey) {
    int characters = partitionKey.codePointCount(0, partitionKey.length());
    if (characters < 1 || characters > Limits.MAX_PARTITION_KEY_CHARS) {
      throw ErrorCode.VALIDATION.error(
          "partitionKey must have 1 to %d characters, but has %d",
          Limits.MAX_PARTITION_KEY_CHARS, characters);
    }
    return partitionKey;
  }

  /**
   * Returns the partition key.
   *
   * @return 1 to 256 characters, or {@link #NO_KEY}
   */
  public String partitionKey() {
    return partitionKey;
  }

  /**
   * Returns the payload itself, not a copy.
   *
   * @return the payload
   */
  public byte[] data() {
    return data;
  }

  /**
   * Returns where the entry belongs.
   *
   * @return its hash key, explicit or by its partition key
   */
  public HashKey hashKey() {
    return hashKey;
  }

  /**
   * Returns the size as the limits count it.
   *
   * @return the bytes of data and of the partition key in UTF-8
   */
  public int bytes() {
    return bytes;
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        length++;
      } else if (unit < 0x800 || Character.isSurrogate(unit)) {
        length += 2; // a pair of surrogates is one character of four bytes
      } else {
        length += 3;
      }
    }
    return length;
  }
}
