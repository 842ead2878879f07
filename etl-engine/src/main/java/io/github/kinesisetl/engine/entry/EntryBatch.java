// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import org.jspecify.annotations.Nullable;

/**
 * The entries of one batch, by their index, as they lie on one shard. What it holds is valid until
 * the batch is answered. Safe for use by many threads that only read.
 */
public interface EntryBatch {

  /**
   * How many entries there are.
   *
   * @return 0 or more
   */
  int size();

  /**
   * The array that holds an entry's data.
   *
   * @param index the entry, from 0
   * @return the array itself; do not change it
   */
  byte[] array(int index);

  /**
   * Where an entry's data begins.
   *
   * @param index the entry, from 0
   * @return an index of its array
   */
  int offset(int index);

  /**
   * How long an entry's data is.
   *
   * @param index the entry, from 0
   * @return bytes
   */
  int sizeBytes(int index);

  /**
   * An entry's partition key.
   *
   * @param index the entry, from 0
   * @return 1 to 256 characters
   */
  String partitionKey(int index);

  /**
   * An entry's place on its shard.
   *
   * @param index the entry, from 0
   * @return its sequence number
   */
  String sequenceNumber(int index);

  /**
   * The shard that an entry lies on.
   *
   * @param index the entry, from 0
   * @return such as {@code shardId-000000000001}; empty if the event does not tell
   */
  String shardId(int index);

  /**
   * When an entry reached the stream.
   *
   * @param index the entry, from 0
   * @return milliseconds since 1970; 0 if the event does not tell
   */
  long arrivalMillis(int index);

  /**
   * What is wrong with an entry as it was delivered, such as broken base64; its data is then the
   * text that was delivered.
   *
   * @param index the entry, from 0
   * @return the defect, without payload, or null if there is none
   */
  @Nullable String defect(int index);

  /**
   * How many entries right before this one have its sequence number. Under enhanced fan-out a
   * mapping with a filter delivers the records of an aggregate as entries of one number.
   *
   * @param index the entry, from 0
   * @return 0 if it is the first of its number
   */
  int siblingsBefore(int index);
}
