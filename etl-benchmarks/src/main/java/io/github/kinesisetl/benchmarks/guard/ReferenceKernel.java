// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.guard;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Work that never changes, of the kinds that the hot path does: numbers of 7 bits a byte, a copy, a
 * look-up by hash, a checksum. What a machine or its neighbours slow down slows this down as well,
 * so times are told in its units.
 */
final class ReferenceKernel {

  private static final int BYTES = 16 << 10;
  private static final int SLOTS = 1 << 10;

  private final byte[] bytes = new byte[BYTES];
  private final byte[] copy = new byte[BYTES];
  private final int[] slots = new int[SLOTS];
  private final CRC32C checksum = new CRC32C();
  private long result;

  ReferenceKernel() {
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) ((i * 0x9e3779b1) >>> 24);
    }
  }

  /** Does the work so many times. */
  void run(int times) {
    for (int i = 0; i < times; i++) {
      result += numbers() + lookUps();
      System.arraycopy(bytes, 0, copy, 0, BYTES);
      checksum.update(copy, 0, BYTES);
      result += Arrays.mismatch(bytes, copy);
    }
  }

  /** What came of it, so that no compiler leaves it out. */
  long result() {
    return result + checksum.getValue();
  }

  private long numbers() {
    long sum = 0;
    int at = 0;
    while (at < BYTES) {
      long number = 0;
      for (int shift = 0; at < BYTES && shift < 63; shift += 7) {
        byte part = bytes[at++];
        number |= (part & 0x7fL) << shift;
        if (part >= 0) {
          break;
        }
      }
      sum += number;
    }
    return sum;
  }

  private long lookUps() {
    int hash = (int) result;
    for (int i = 0; i < BYTES; i += 8) {
      hash = (hash ^ bytes[i]) * 0x01000193;
      slots[hash >>> 22] += hash;
    }
    return slots[hash >>> 22];
  }
}
