// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.aggregate.internal.Varint;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.util.Arrays;

/**
 * Finds the keys that an aggregate has already: open addressing with linear probing, at most half
 * full. Keys are copied side by side, since to look for them in the aggregate would miss the cache:
 * that took a third of a put. Allocates nothing once it has grown. Not safe for use by many
 * threads.
 */
final class KeyTable {

  private static final int INITIAL_SLOTS = 64;

  private final RecordBuffer keys = new RecordBuffer(INITIAL_SLOTS * 8);
  private int[] slots = new int[INITIAL_SLOTS]; // a key's index plus 1; 0 is free
  private int[] offsets = new int[INITIAL_SLOTS / 2];
  private int[] lengths = new int[INITIAL_SLOTS / 2];
  private int[] hashes = new int[INITIAL_SLOTS / 2];
  private int size;

  int size() {
    return size;
  }

  /** The bytes of all keys together. */
  int sizeBytes() {
    return keys.sizeBytes();
  }

  /** Writes the lengths of all keys, then the keys. */
  void writeTo(RecordBuffer out) {
    for (int i = 0; i < size; i++) {
      Varint.write(out, lengths[i]);
    }
    out.write(keys.array(), 0, keys.sizeBytes());
  }

  /** The index of a key; -1 if it is not there yet. */
  int find(byte[] key, int keyBytes, int hash) {
    int mask = slots.length - 1;
    for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int index = slots[slot] - 1;
      int offset = offsets[index];
      if (hashes[index] == hash
          && lengths[index] == keyBytes
          && Arrays.equals(keys.array(), offset, offset + keyBytes, key, 0, keyBytes)) {
        return index;
      }
    }
    return -1;
  }

  /** Makes room for one more key, so that {@link #add} needs no memory. */
  void reserve(int keyBytes) {
    byte[] unused = keys.reserve(keyBytes);
    if (size == offsets.length) {
      grow();
    }
  }

  /** Remembers a new key, for which room was made, and gives it the next index. */
  int add(byte[] key, int keyBytes, int hash) {
    offsets[size] = keys.sizeBytes();
    keys.write(key, 0, keyBytes);
    lengths[size] = keyBytes;
    hashes[size] = hash;
    occupy(hash, ++size);
    return size - 1;
  }

  void clear() {
    keys.clear();
    Arrays.fill(slots, 0);
    size = 0;
  }

  private void occupy(int hash, int indexPlus1) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = indexPlus1;
  }

  private void grow() {
    int[] moreOffsets = Arrays.copyOf(offsets, size * 2);
    int[] moreLengths = Arrays.copyOf(lengths, size * 2);
    int[] moreHashes = Arrays.copyOf(hashes, size * 2);
    slots = new int[slots.length * 2]; // the last that may fail; the others follow it
    offsets = moreOffsets;
    lengths = moreLengths;
    hashes = moreHashes;
    for (int i = 0; i < size; i++) {
      occupy(hashes[i], i + 1);
    }
  }
}
