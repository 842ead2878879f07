// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;

/** Records as they are. Stateless. */
final class RawRecords implements Codec<EventRecord> {

  @Override
  public void encode(EventRecord record, RecordBuffer out) {
    out.write(record.array(), record.offset(), record.sizeBytes());
  }

  @Override
  public EventRecord decode(EventRecord record) {
    return record;
  }
}
