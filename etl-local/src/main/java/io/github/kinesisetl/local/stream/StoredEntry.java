// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.PutEntry;

/** An entry as a shard keeps it. Immutable, if nobody writes to its data. */
final class StoredEntry {

  /** What an entry without data and key weighs on the heap, about. */
  private static final int OVERHEAD_BYTES = 96;

  private final String partitionKey;
  private final byte[] data;
  private final long arrivalMillis;
  private final boolean encrypted;

  StoredEntry(PutEntry entry, long arrivalMillis, boolean encrypted) {
    this.partitionKey = entry.partitionKey();
    this.data = entry.data();
    this.arrivalMillis = arrivalMillis;
    this.encrypted = encrypted;
  }

  String partitionKey() {
    return partitionKey;
  }

  byte[] data() {
    return data;
  }

  long arrivalMillis() {
    return arrivalMillis;
  }

  boolean encrypted() {
    return encrypted;
  }

  /** What counts towards the byte cap. */
  long heapBytes() {
    return OVERHEAD_BYTES + partitionKey.length() + (long) data.length;
  }
}
