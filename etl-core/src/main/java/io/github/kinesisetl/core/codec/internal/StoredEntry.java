// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.record.EventRecord;

/** An entry's bytes, and its key, which is made only if somebody asks. */
public interface StoredEntry {

  /**
   * The array that holds the bytes.
   *
   * @return the array itself
   */
  byte[] array();

  /**
   * Where they begin in {@link #array()}.
   *
   * @return the index of the first byte
   */
  int offset();

  /**
   * How many there are.
   *
   * @return 0 or more
   */
  int sizeBytes();

  /**
   * The entry's partition key.
   *
   * @return 1 to {@value EventRecord#MAX_PARTITION_KEY_CHARS} characters
   */
  String partitionKey();
}
