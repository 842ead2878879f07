// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;

/**
 * Turns events into bytes and back. Implementations are safe for use by many threads.
 *
 * @param <T> the type of event
 * @since 0.1.0
 */
public interface Codec<T> {

  /**
   * Encodes an event.
   *
   * @param event the event
   * @param out receives the bytes behind what it holds already
   * @throws IllegalArgumentException if the event cannot be encoded; the message quotes no value
   */
  void encode(T event, RecordBuffer out);

  /**
   * Decodes a record.
   *
   * @param record the record, already out of its frames and aggregates
   * @return the event
   * @throws DecodeException if the bytes are not such an event; a retry never helps
   */
  T decode(EventRecord record) throws DecodeException;
}
