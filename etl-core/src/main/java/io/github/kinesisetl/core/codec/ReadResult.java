// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;

/**
 * What the reader found at one place of an entry. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface ReadResult {

  /**
   * The record: what a codec decodes, or else the bytes that could not be opened.
   *
   * @return the record with its key and, if its producer gave one, its id
   */
  EventRecord record();

  /**
   * A record, out of all its frames and aggregates.
   *
   * @param record the record
   */
  record Opened(EventRecord record) implements ReadResult {}

  /**
   * Bytes that could not be opened. The records around them are not disturbed.
   *
   * @param record the bytes as they were stored, frames and all, for the dead letters
   * @param cause what is wrong with them
   */
  record Malformed(EventRecord record, MalformedFrameException cause) implements ReadResult {}
}
