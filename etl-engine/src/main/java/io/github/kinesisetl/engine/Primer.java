// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.entry.RecordDecoder;

/**
 * Decodes records of nobody's, for the sake of the classes that it takes.
 *
 * @param decoder the decoder
 */
record Primer<I>(RecordDecoder<I> decoder) implements EntryWalk.Visitor {

  @Override
  public boolean opened(ReceivedRecord record) {
    try {
      I unused = decoder.decode(record);
    } catch (DecodeException | RuntimeException e) {
      return false; // the user's code may not know such an event; it was loaded all the same
    }
    return true;
  }

  @Override
  public boolean unreadable(ReceivedRecord record, String reason) {
    return false;
  }
}
