// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;

/**
 * Decodes a record that knows where it lies. Implementations are safe for use by many threads.
 *
 * @param <T> the type of event
 */
@FunctionalInterface
public interface RecordDecoder<T> {

  /**
   * Decodes a record.
   *
   * @param record the record, out of its frames and aggregates
   * @param position where it lies on the stream
   * @return the event
   * @throws DecodeException if the bytes are not such an event
   */
  T decode(EventRecord record, RecordPosition position) throws DecodeException;

  /**
   * A decoder that does not care where a record lies.
   *
   * @param codec decodes the bytes
   * @param <T> the type of event
   * @return the decoder
   */
  static <T> RecordDecoder<T> of(Codec<T> codec) {
    return (record, position) -> codec.decode(record);
  }
}
