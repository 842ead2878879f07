// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.record.MalformedFrameException;

/**
 * Decodes records of nobody's, for the sake of the classes that it takes.
 *
 * @param decoder the decoder
 * @param record shows it a record
 * @param entry the entry that is opened
 */
record Primer<I>(RecordDecoder<I> decoder, ReceivedRecord record, int entry)
    implements RecordVisitor {

  @Override
  public boolean opened(RecordView view) {
    try {
      I unused = decoder.decode(record.pointTo(entry, view));
    } catch (DecodeException | RuntimeException e) {
      return false; // the user's code may not know such an event; it was loaded all the same
    }
    return true;
  }

  @Override
  public boolean malformed(RecordView stored, MalformedFrameException cause) {
    return false;
  }
}
