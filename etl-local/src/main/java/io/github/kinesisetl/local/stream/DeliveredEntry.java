// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

/** An entry on its way out of a stream. Immutable, if nobody writes to its data. */
public final class DeliveredEntry {

  private final StoredEntry entry;
  private final String sequenceNumber;

  DeliveredEntry(StoredEntry entry, String sequenceNumber) {
    this.entry = entry;
    this.sequenceNumber = sequenceNumber;
  }

  /**
   * Returns its place in the shard.
   *
   * @return 56 digits
   */
  public String sequenceNumber() {
    return sequenceNumber;
  }

  /**
   * Returns the key it was put with.
   *
   * @return the partition key
   */
  public String partitionKey() {
    return entry.partitionKey();
  }

  /**
   * Returns the payload itself, not a copy.
   *
   * @return the bytes; do not change them
   */
  public byte[] data() {
    return entry.data();
  }

  /**
   * Returns when it was stored.
   *
   * @return milliseconds since 1970
   */
  public long arrivalMillis() {
    return entry.arrivalMillis();
  }

  /**
   * Tells whether the stream was encrypted when it was stored.
   *
   * @return whether it counts as KMS-encrypted
   */
  public boolean encrypted() {
    return entry.encrypted();
  }
}
