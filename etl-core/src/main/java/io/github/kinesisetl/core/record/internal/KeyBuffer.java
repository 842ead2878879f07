// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record.internal;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * A partition key as its UTF-8 bytes, with its place in the hash space: one buffer is used for one
 * key after the other, and allocates nothing for keys of ASCII. Not safe for use by many threads.
 */
public final class KeyBuffer {

  private static final int MD5_BYTES = 16;

  /** A character of Unicode takes at most four bytes. */
  private static final int MAX_BYTES = EventRecord.MAX_PARTITION_KEY_CHARS * 4;

  private final byte[] utf8 = new byte[MAX_BYTES];
  private final byte[] hash = new byte[MD5_BYTES];
  private final MessageDigest md5 = PartitionKeys.md5();
  private final KnownKeys known = new KnownKeys();
  private int sizeBytes;
  private long high;
  private long low;

  /** A buffer without a key. */
  public KeyBuffer() {}

  /**
   * Takes a key and hashes it as Kinesis does, by MD5. Half of a surrogate pair has no UTF-8 and
   * becomes a question mark, as in the SDK: keys that differ only there go to one shard, as one
   * key.
   *
   * @param partitionKey 1 to {@value EventRecord#MAX_PARTITION_KEY_CHARS} characters
   * @throws IllegalArgumentException if it is null, empty or longer
   */
  public void set(String partitionKey) {
    PartitionKeys.require(partitionKey);
    sizeBytes = encode(partitionKey);
    int slot = known.slotOf(utf8, sizeBytes);
    if (slot >= 0 && known.holds(slot, utf8, sizeBytes)) {
      high = known.high(slot);
      low = known.low(slot);
      return;
    }
    digest();
    if (slot >= 0) {
      known.put(slot, utf8, sizeBytes, high, low);
    }
  }

  private void digest() {
    md5.update(utf8, 0, sizeBytes);
    try {
      md5.digest(hash, 0, MD5_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("an MD5 always fits its 16 bytes", e);
    }
    high = PartitionKeys.longAt(hash, 0);
    low = PartitionKeys.longAt(hash, Long.BYTES);
  }

  /**
   * The key's bytes, valid from 0 for {@link #sizeBytes()} until the next key.
   *
   * @return the array itself; do not change it
   */
  public byte[] array() {
    return utf8;
  }

  /**
   * The key's size.
   *
   * @return bytes of UTF-8
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * The upper half of the key's place.
   *
   * @return 64 bits, unsigned
   */
  public long high() {
    return high;
  }

  /**
   * The lower half of the key's place.
   *
   * @return 64 bits, unsigned
   */
  public long low() {
    return low;
  }

  /**
   * The key's place, as a value of its own.
   *
   * @return the hash key
   */
  public HashKey hash() {
    return new HashKey(high, low);
  }

  /**
   * The key as text.
   *
   * @return a new string
   */
  public String text() {
    return new String(utf8, 0, sizeBytes, StandardCharsets.UTF_8);
  }

  /** Size only: keys may be personal, and this reaches logs. */
  @Override
  public String toString() {
    return "KeyBuffer[sizeBytes=" + sizeBytes + "]";
  }

  private int encode(String key) {
    int chars = key.length();
    for (int i = 0; i < chars; i++) {
      char c = key.charAt(i);
      if (c >= 0x80) {
        byte[] encoded = key.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, utf8, 0, encoded.length);
        return encoded.length;
      }
      utf8[i] = (byte) c;
    }
    return chars;
  }
}
