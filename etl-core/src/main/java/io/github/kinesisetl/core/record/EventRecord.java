// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.internal.PartitionKeys;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One encoded event with its partition key: what KPL calls a user record.
 *
 * <p>A view of a range of a byte array that nobody may change while the record lives; under that
 * condition it is immutable and safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class EventRecord {

  /**
   * Longest partition key that Kinesis takes, in characters of Unicode: a surrogate pair is one (<a
   * href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsRequestEntry.html">PutRecordsRequestEntry</a>).
   */
  public static final int MAX_PARTITION_KEY_CHARS = 256;

  private final String partitionKey;
  private final @Nullable HashKey explicitHashKey;
  private final @Nullable EventId id;
  private final byte[] array;
  private final int offset;
  private final int sizeBytes;

  private EventRecord(
      String partitionKey,
      @Nullable HashKey explicitHashKey,
      @Nullable EventId id,
      ByteRange range) {
    this.partitionKey = partitionKey;
    this.explicitHashKey = explicitHashKey;
    this.id = id;
    this.array = range.array;
    this.offset = range.offset;
    this.sizeBytes = range.sizeBytes;
  }

  /**
   * Wraps a payload without copying it.
   *
   * @param partitionKey 1 to {@value #MAX_PARTITION_KEY_CHARS} characters; equal keys reach the
   *     same shard
   * @param data the payload; the caller must not change it afterwards
   * @return the record
   * @throws IllegalArgumentException if the key is empty or too long
   */
  public static EventRecord of(String partitionKey, byte[] data) {
    return of(partitionKey, data, 0, data.length);
  }

  /**
   * Wraps a range of an array without copying it.
   *
   * @param partitionKey 1 to {@value #MAX_PARTITION_KEY_CHARS} characters
   * @param array holds the payload; the caller must not change it afterwards
   * @param offset where the payload begins
   * @param sizeBytes how long it is
   * @return the record
   * @throws IllegalArgumentException if the key is empty or too long
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public static EventRecord of(String partitionKey, byte[] array, int offset, int sizeBytes) {
    return received(PartitionKeys.require(partitionKey), array, offset, sizeBytes);
  }

  /**
   * Wraps what was found on a stream, under whatever key it has there: other writers may put an
   * empty or a longer key into an aggregate, and a reader must not lose records for that. To put
   * such a record, give it another key.
   *
   * @param partitionKey the key as it was found
   * @param array holds the payload; the caller must not change it afterwards
   * @param offset where the payload begins
   * @param sizeBytes how long it is
   * @return the record
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public static EventRecord received(String partitionKey, byte[] array, int offset, int sizeBytes) {
    return new EventRecord(
        requireNonNull(partitionKey, "partitionKey"),
        null,
        null,
        new ByteRange(array, offset, sizeBytes));
  }

  /**
   * The same record, routed by a hash key of its own instead of its partition key's hash.
   *
   * @param hashKey where in the hash space it goes; null for the hash of the partition key
   * @return the routed record, over the same bytes
   */
  public EventRecord withExplicitHashKey(@Nullable HashKey hashKey) {
    return new EventRecord(partitionKey, hashKey, id, range());
  }

  /**
   * The same record with an id.
   *
   * @param eventId the id; null for none
   * @return the identified record, over the same bytes
   */
  public EventRecord withId(@Nullable EventId eventId) {
    return new EventRecord(partitionKey, explicitHashKey, eventId, range());
  }

  /**
   * The same key, hash key and id around other bytes: what is inside a frame.
   *
   * @param data the payload; the caller must not change it afterwards
   * @return the record around it
   */
  public EventRecord withData(byte[] data) {
    return new EventRecord(partitionKey, explicitHashKey, id, new ByteRange(data, 0, data.length));
  }

  /**
   * The partition key.
   *
   * @return 1 to {@value #MAX_PARTITION_KEY_CHARS} characters, unless it was {@link #received}
   *     otherwise
   */
  public String partitionKey() {
    return partitionKey;
  }

  /**
   * The hash key that overrides the partition key's hash.
   *
   * @return the key, or null if the partition key decides
   */
  public @Nullable HashKey explicitHashKey() {
    return explicitHashKey;
  }

  /**
   * The id under which consumers drop duplicates.
   *
   * @return the id, or null if the producer gave none
   */
  public @Nullable EventId id() {
    return id;
  }

  /**
   * The array that holds the payload; read it from {@link #offset()} for {@link #sizeBytes()}.
   *
   * @return the backing array itself; do not change it
   */
  public byte[] array() {
    return array;
  }

  /**
   * Where the payload begins in {@link #array()}.
   *
   * @return the index of its first byte
   */
  public int offset() {
    return offset;
  }

  /**
   * The payload's size.
   *
   * @return bytes, without the key
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * A copy of the payload.
   *
   * @return a new array of {@link #sizeBytes()}
   */
  public byte[] copyData() {
    return Arrays.copyOfRange(array, offset, offset + sizeBytes);
  }

  /**
   * The payload as a buffer.
   *
   * @return a new read-only view
   */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, offset, sizeBytes).slice().asReadOnlyBuffer();
  }

  /** Key and size; never the payload, since this reaches logs. */
  @Override
  public String toString() {
    return "EventRecord[keyChars=" + partitionKey.length() + ", sizeBytes=" + sizeBytes + "]";
  }

  private ByteRange range() {
    return new ByteRange(array, offset, sizeBytes);
  }

  private static final class ByteRange {
    final byte[] array;
    final int offset;
    final int sizeBytes;

    ByteRange(byte[] array, int offset, int sizeBytes) {
      this.array = requireNonNull(array, "array");
      this.offset = checkFromIndexSize(offset, sizeBytes, array.length);
      this.sizeBytes = sizeBytes;
    }
  }
}
