// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;

/** For events that are encoded already, for all contestants alike. */
public final class Encoded implements Codec<EventRecord> {

  /** A codec without a state. */
  public Encoded() {}

  @Override
  public void encode(EventRecord event, RecordBuffer out) {
    out.write(event.array(), event.offset(), event.sizeBytes());
  }

  @Override
  public EventRecord decode(EventRecord record) {
    return record;
  }
}
