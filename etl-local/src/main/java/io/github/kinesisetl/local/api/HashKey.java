// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * A place among the 2^128 hash keys of a stream.
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record HashKey(long high, long low) implements Comparable<HashKey> {

  /** The lowest key. */
  public static final HashKey MIN = new HashKey(0, 0);

  /** The highest key, 2^128 - 1. */
  public static final HashKey MAX = new HashKey(-1, -1);

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9]\\d{0,38}");
  private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(HashKey::md5);

  /**
   * Hashes a partition key as Kinesis does: the MD5 of its UTF-8 bytes.
   *
   * @param partitionKey the key
   * @return its place
   */
  public static HashKey ofPartitionKey(String partitionKey) {
    ByteBuffer digest = ByteBuffer.wrap(MD5.get().digest(partitionKey.getBytes(UTF_8)));
    return new HashKey(digest.getLong(), digest.getLong());
  }

  /**
   * Reads a key in decimal, as ExplicitHashKey and NewStartingHashKey carry it.
   *
   * @param field the field that carries it, for the message
   * @param decimal 0 to 2^128 - 1 without leading zeros
   * @return the key
   * @throws KinesisError InvalidArgumentException if it is anything else
   */
  public static HashKey parse(String field, String decimal) {
    if (!DECIMAL.matcher(decimal).matches()) {
      throw ErrorCode.INVALID_ARGUMENT.error("%s must match %s", field, DECIMAL.pattern());
    }
    var value = new BigInteger(decimal);
    if (value.bitLength() > 128) {
      throw ErrorCode.INVALID_ARGUMENT.error(
          "%s must be less than 2^128, but is %s", field, decimal);
    }
    return of(value);
  }

  static HashKey of(BigInteger value) {
    return new HashKey(value.shiftRight(64).longValue(), value.longValue());
  }

  BigInteger toBigInteger() {
    byte[] magnitude = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    return new BigInteger(1, magnitude);
  }

  /**
   * Returns the next higher key.
   *
   * @return this and 1; the lowest key behind the highest
   */
  public HashKey next() {
    return new HashKey(low == -1 ? high + 1 : high, low + 1);
  }

  HashKey previous() {
    return new HashKey(low == 0 ? high - 1 : high, low - 1);
  }

  @Override
  public int compareTo(HashKey other) {
    int upper = Long.compareUnsigned(high, other.high);
    return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
  }

  /** Returns the key in decimal, as the wire carries it. */
  @Override
  public String toString() {
    return toBigInteger().toString();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }
}
