// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.HashKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One item of a PutRecords request; it may hold many records. A view of an array that the producer
 * uses again: whoever gets an entry reads it until its fate is told, and not afterwards.
 */
public final class Entry {

  private final String partitionKey;
  private final @Nullable HashKey explicitHashKey;
  private final byte[] array;
  private final int dataBytes;
  private final int sizeBytes;

  /**
   * An entry over a whole array.
   *
   * @param partitionKey 1 to 256 characters
   * @param explicitHashKey where it goes; null for the hash of the partition key
   * @param data its bytes
   */
  public Entry(String partitionKey, @Nullable HashKey explicitHashKey, byte[] data) {
    this(partitionKey, explicitHashKey, data, data.length);
  }

  /**
   * An entry over the beginning of an array.
   *
   * @param partitionKey 1 to 256 characters
   * @param explicitHashKey where it goes; null for the hash of the partition key
   * @param array begins with its bytes
   * @param dataBytes how many they are
   * @throws IllegalArgumentException if the array is shorter
   */
  public Entry(
      String partitionKey, @Nullable HashKey explicitHashKey, byte[] array, int dataBytes) {
    if (dataBytes < 0 || dataBytes > array.length) {
      throw new IllegalArgumentException(
          "dataBytes must be 0 to %d, but is %d".formatted(array.length, dataBytes));
    }
    this.partitionKey = requireNonNull(partitionKey, "partitionKey");
    this.explicitHashKey = explicitHashKey;
    this.array = array;
    this.dataBytes = dataBytes;
    sizeBytes = partitionKey.getBytes(StandardCharsets.UTF_8).length + dataBytes;
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
   * The array that begins with the entry's bytes: {@link #dataBytes()} of them.
   *
   * @return the array itself; do not change it
   */
  public byte[] array() {
    return array;
  }

  /**
   * How many bytes of {@link #array()} are the entry's.
   *
   * @return bytes, without the key
   */
  public int dataBytes() {
    return dataBytes;
  }

  /**
   * A copy of the entry's bytes, for those who need them for longer.
   *
   * @return a new array
   */
  public byte[] copyData() {
    return Arrays.copyOf(array, dataBytes);
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
