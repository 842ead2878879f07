// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate.internal;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.HashKey;
import org.jspecify.annotations.Nullable;

/**
 * The contents of one aggregate as numbers: where each record's bytes lie, and which key it has.
 * Objects are made for keys and ids only when asked. Not safe for use by many threads.
 */
public sealed interface RecordTable permits AggregateTable, DenseTable {

  /**
   * How many records there are.
   *
   * @return 0 or more
   */
  int size();

  /**
   * Whether a record lacks its data or its key.
   *
   * @param index the record, from 0
   * @return true if there are only the bytes that should have been a record
   */
  boolean isBroken(int index);

  /**
   * Where a record's data begins in the array.
   *
   * @param index the record, from 0
   * @return an index of the array; for a record that is broken for lack of data, where it begins
   *     itself
   */
  int offset(int index);

  /**
   * How long a record's data is.
   *
   * @param index the record, from 0
   * @return bytes
   */
  int sizeBytes(int index);

  /**
   * A record's partition key, as its producer wrote it.
   *
   * @param index a record that is not broken, from 0
   * @return mostly 1 to 256 characters
   */
  String partitionKey(int index);

  /**
   * A record's explicit hash key.
   *
   * @param index the record, from 0
   * @return the hash key, or null if it has none, or one that is no place in the hash space
   */
  @Nullable HashKey explicitHashKey(int index);

  /**
   * A record's id.
   *
   * @param index the record, from 0
   * @return the id, or null if the producer gave none
   */
  @Nullable EventId id(int index);
}
