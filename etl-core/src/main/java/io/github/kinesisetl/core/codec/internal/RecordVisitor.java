// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.record.MalformedFrameException;

/** Is shown the records of an entry, one after the other, while they lie where they were read. */
public interface RecordVisitor {

  /**
   * A record, out of all its frames and aggregates.
   *
   * @param record the record, for the length of this call
   * @return whether to go on
   */
  boolean opened(RecordView record);

  /**
   * Bytes that could not be opened. The records around them are not disturbed.
   *
   * @param stored the bytes as they were stored, frames and all, for the length of this call
   * @param cause what is wrong with them
   * @return whether to go on
   */
  boolean malformed(RecordView stored, MalformedFrameException cause);
}
