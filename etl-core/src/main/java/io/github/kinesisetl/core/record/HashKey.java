// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import io.github.kinesisetl.core.record.internal.PartitionKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A place in the hash space of a stream: an unsigned 128-bit number, 0 to 2^128 - 1.
 *
 * <p>Kinesis maps a partition key to it by MD5 and each shard owns a range of it (<a
 * href="https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html">key concepts</a>).
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 * @since 0.1.0
 */
public record HashKey(long high, long low) implements Comparable<HashKey> {

  /** The lowest place, 0. */
  public static final HashKey MIN = new HashKey(0, 0);

  /** The highest place, 2^128 - 1. */
  public static final HashKey MAX = new HashKey(-1, -1);

  /** Digits of 2^128, and some leading zeros. */
  private static final int MAX_DIGITS = 64;

  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);

  /**
   * Hashes a partition key as Kinesis does: MD5 of its UTF-8 bytes.
   *
   * @param partitionKey the key
   * @return its place
   */
  public static HashKey ofPartitionKey(String partitionKey) {
    byte[] hash = PartitionKeys.md5().digest(partitionKey.getBytes(StandardCharsets.UTF_8));
    return new HashKey(PartitionKeys.longAt(hash, 0), PartitionKeys.longAt(hash, Long.BYTES));
  }

  /**
   * Reads the decimal form that the API uses.
   *
   * @param decimal 0 to 2^128 - 1
   * @return the place
   * @throws IllegalArgumentException if it is not a decimal number of that range
   */
  public static HashKey parse(String decimal) {
    HashKey key = isCanonical(decimal) ? tryParse(decimal) : null;
    if (key == null) {
      throw outOfRange(decimal);
    }
    return key;
  }

  /**
   * Reads what somebody else wrote: zeros may lead.
   *
   * @param decimal any text
   * @return the place, or null if it is no decimal number of 0 to 2^128 - 1
   */
  public static @Nullable HashKey tryParse(String decimal) {
    if (decimal.isEmpty()
        || decimal.length() > MAX_DIGITS
        || !decimal.chars().allMatch(HashKey::isDigit)) {
      return null;
    }
    BigInteger value = new BigInteger(decimal);
    return value.compareTo(LIMIT) >= 0
        ? null
        : new HashKey(value.shiftRight(64).longValue(), value.longValue());
  }

  private static boolean isCanonical(String decimal) {
    return decimal.length() == 1 || !decimal.startsWith("0");
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public int compareTo(HashKey other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** The decimal form that the API uses. */
  @Override
  public String toString() {
    return unsigned(high).shiftLeft(64).or(unsigned(low)).toString();
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static IllegalArgumentException outOfRange(String decimal) {
    return new IllegalArgumentException(
        "hash key must be a decimal number of 0 to 2^128 - 1, but is one of %d characters"
            .formatted(decimal.length()));
  }
}
