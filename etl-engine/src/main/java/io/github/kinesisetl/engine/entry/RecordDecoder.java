// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.DecodeException;

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
   * @param record the record, out of its frames and aggregates; not to be kept
   * @return the event
   * @throws DecodeException if the bytes are not such an event
   */
  T decode(ReceivedRecord record) throws DecodeException;

  /**
   * A decoder that does not care where a record lies.
   *
   * @param codec decodes the bytes
   * @param <T> the type of event
   * @return the decoder
   */
  static <T> RecordDecoder<T> of(Codec<T> codec) {
    requireNonNull(codec, "codec");
    return record -> codec.decode(record.passingRecord());
  }
}
