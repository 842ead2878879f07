// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * The sequence numbers of one shard: 56 decimal digits that grow with the position, and across a
 * reshard from parent to child.
 *
 * <p>They are laid out like those of the service, 186 bits from the top: 2, the second of the
 * shard's creation (36 bits), the shard's index modulo 16, the position (64), zero (8), the second
 * of arrival (36), the shard's index (32), the layout's version 2. KCL looks into them.
 */
final class SequenceNumbers {

  /** The position of a closed shard's last sequence number. */
  private static final long END = Long.MAX_VALUE;

  private static final int DIGITS = 56;
  private static final int BITS = 186;
  private static final int VERSION = 2;
  private static final long SECONDS_MASK = (1L << 36) - 1;
  private static final long BILLION = 1_000_000_000;

  private final long createdSeconds;
  private final int shardIndex;

  SequenceNumbers(long createdSeconds, int shardIndex) {
    this.createdSeconds = createdSeconds;
    this.shardIndex = shardIndex;
  }

  long createdSeconds() {
    return createdSeconds;
  }

  String first() {
    return at(0, createdSeconds * 1000);
  }

  String last(long closedMillis) {
    return at(END, closedMillis);
  }

  /** The sequence number of an entry. */
  String at(long position, long arrivalMillis) {
    long seconds = (arrivalMillis / 1000) & SECONDS_MASK;
    long low = VERSION | ((long) shardIndex << 4) | (seconds << 36);
    long middle = (seconds >>> 28) | (position << 16);
    long high =
        (position >>> 48) | ((shardIndex & 15L) << 16) | (createdSeconds << 20) | (2L << 56);
    return decimal(
        new long[] {
          high >>> 32, high & 0xFFFFFFFFL,
          middle >>> 32, middle & 0xFFFFFFFFL,
          low >>> 32, low & 0xFFFFFFFFL
        });
  }

  /**
   * Finds the position in a sequence number.
   *
   * @return the position, or empty if this shard never gave out such a number
   */
  OptionalLong positionOf(String sequenceNumber) {
    if (sequenceNumber.length() != DIGITS || !isDecimal(sequenceNumber)) {
      return OptionalLong.empty();
    }
    var value = new BigInteger(sequenceNumber);
    boolean ours =
        value.bitLength() == BITS
            && (value.intValue() & 15) == VERSION
            && value.shiftRight(4).intValue() == shardIndex
            && (value.shiftRight(148).longValue() & SECONDS_MASK) == createdSeconds;
    long position = value.shiftRight(80).longValue();
    return ours && position >= 0 ? OptionalLong.of(position) : OptionalLong.empty();
  }

  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Long division by 10^9; a BigInteger would cost more than all the rest of a put. */
  private static String decimal(long[] limbs) {
    byte[] digits = new byte[DIGITS];
    int end = DIGITS;
    while (end > 0) {
      long remainder = 0;
      for (int i = 0; i < limbs.length; i++) {
        long dividend = (remainder << 32) | limbs[i];
        limbs[i] = dividend / BILLION;
        remainder = dividend % BILLION;
      }
      int start = Math.max(0, end - 9);
      for (int i = end - 1; i >= start; i--) {
        digits[i] = (byte) ('0' + remainder % 10);
        remainder /= 10;
      }
      end = start;
    }
    return new String(digits, ISO_8859_1);
  }
}
