// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.HashKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One item of a PutRecords request; it may hold many records. Immutable if its data is. */
public final class Entry {

  private final String partitionKey;
  private final @Nullable HashKey explicitHashKey;
  private final byte[] data;
  private final int sizeBytes;

  /**
   * An entry.
   *
   * @param partitionKey 1 to 256 characters
   * @param explicitHashKey where it goes; null for the hash of the partition key
   * @param data its bytes; nobody may change them afterwards
   */
  public Entry(String partitionKey, @Nullable HashKey explicitHashKey, byte[] data) {
    this.partitionKey = requireNonNull(partitionKey, "partitionKey");
    this.explicitHashKey = explicitHashKey;
    this.data = requireNonNull(data, "data");
    sizeBytes = partitionKey.getBytes(StandardCharsets.UTF_8).length + data.length;
  }

  /**
   * The partition key.
   *
   * @return 1 to 256 characters
   */
  public String partitionKey() {
    return partitionKey;
  }

  /**
   * Where the entry goes.
   *
   * @return the hash key, or null if the partition key decides
   */
  public @Nullable HashKey explicitHashKey() {
    return explicitHashKey;
  }

  /**
   * The entry's bytes.
   *
   * @return the array itself; do not change it
   */
  public byte[] data() {
    return data;
  }

  /**
   * What counts against the limits of a record, a request and a shard.
   *
   * @return bytes of key and data
   */
  public int sizeBytes() {
    return sizeBytes;
  }
}
