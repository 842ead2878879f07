// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keys met lately and their hashes, since the same keys come again and an MD5 costs ten times a
 * look-up: each key has one slot, which the next key of the slot takes. It grows while keys
 * displace each other. Not safe for use by many threads.
 */
final class KnownKeys {

  /** A key and its length fill a cache line with the key's hash; longer keys are not kept. */
  static final int MAX_KEY_BYTES = 47;

  /** Some 256 KiB, which a thread that puts many keys is worth. */
  static final int MAX_SLOTS = 4_096;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SLOT_BYTES = MAX_KEY_BYTES + 1;
  private static final int FIRST_SLOTS = 16;

  /** So often its slots a table may displace keys before it doubles. */
  private static final int PATIENCE = 2;

  private static final long ODD = 0x9e3779b97f4a7c15L;

  private byte[] keys = new byte[FIRST_SLOTS * SLOT_BYTES]; // length, then key; length 0 is free
  private long[] hashes = new long[FIRST_SLOTS * 2];
  private int mask = FIRST_SLOTS - 1;
  private int displaced;

  KnownKeys() {}

  /** The slot that a key has or would have; -1 if it is too long. */
  int slotOf(byte[] utf8, int sizeBytes) {
    if (sizeBytes > MAX_KEY_BYTES) {
      return -1;
    }
    long mixed = sizeBytes * ODD;
    int at = 0;
    for (; at + Long.BYTES <= sizeBytes; at += Long.BYTES) {
      mixed = (mixed ^ (long) LONGS.get(utf8, at)) * ODD;
      mixed ^= mixed >>> 32;
    }
    for (; at < sizeBytes; at++) {
      mixed = (mixed ^ utf8[at]) * ODD;
    }
    mixed ^= mixed >>> 29;
    return (int) (mixed ^ (mixed >>> 32)) & mask;
  }

  /** Whether a slot holds this key. */
  boolean holds(int slot, byte[] utf8, int sizeBytes) {
    int from = slot * SLOT_BYTES;
    return keys[from] == sizeBytes
        && Arrays.equals(keys, from + 1, from + 1 + sizeBytes, utf8, 0, sizeBytes);
  }

  long high(int slot) {
    return hashes[2 * slot];
  }

  long low(int slot) {
    return hashes[2 * slot + 1];
  }

  /** Gives a slot to a key. */
  void put(int slot, byte[] utf8, int sizeBytes, long high, long low) {
    int from = slot * SLOT_BYTES;
    if (keys[from] != 0 && ++displaced > PATIENCE * (mask + 1) && mask + 1 < MAX_SLOTS) {
      grow();
      return;
    }
    keys[from] = (byte) sizeBytes;
    System.arraycopy(utf8, 0, keys, from + 1, sizeBytes);
    hashes[2 * slot] = high;
    hashes[2 * slot + 1] = low;
  }

  /** Starts anew with twice the slots: what is met again comes back by itself. */
  private void grow() {
    int slots = 2 * (mask + 1);
    keys = new byte[slots * SLOT_BYTES];
    hashes = new long[slots * 2];
    mask = slots - 1;
    displaced = 0;
  }
}
