// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.spool.RecoveredAggregate;
import io.github.kinesisetl.producer.spool.Spool;
import io.github.kinesisetl.producer.spool.SpoolOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of a durable producer; does nothing for one that is not. Safe for use by many threads.
 */
final class EventLog implements AutoCloseable {

  private final @Nullable Spool spool;
  private final long maxBlockNanos;
  private final long maxBytes;

  private EventLog(@Nullable Spool spool, ProducerOptions options) {
    this.spool = spool;
    maxBlockNanos = options.maxBlock().toNanos();
    maxBytes = options.maxSpoolBytes();
  }

  static EventLog open(ProducerOptions options, StreamPlan plan, long producerEpoch) {
    Path directory = options.spool();
    if (directory == null) {
      return new EventLog(null, options);
    }
    var spoolOptions =
        new SpoolOptions(
            producerEpoch, options.maxSpoolBytes(), plan.maxRecordBytes(), options.spoolFsync());
    return new EventLog(Spool.open(directory, spoolOptions), options);
  }

  boolean isDurable() {
    return spool != null;
  }

  /** What an earlier process left behind. */
  List<RecoveredAggregate> recovered() {
    return spool == null ? List.of() : spool.recovered();
  }

  /** Bytes of the log that belong to no whole event. */
  long tornBytes() {
    return spool == null ? 0 : spool.tornBytes();
  }

  /** Takes room for an event, waiting for it if it must. */
  void reserve(KeyBuffer key, RecordBuffer data) {
    if (spool != null && !spool.reserve(key, data, maxBlockNanos)) {
      throw new BufferFullException(data.sizeBytes(), spool.diskBytes(), maxBytes);
    }
  }

  /** Gives room back. */
  void cancel(KeyBuffer key, RecordBuffer data) {
    if (spool != null) {
      spool.cancel(key, data);
    }
  }

  /** Writes the next event of a batch; its lane is locked. Returns a mark to wait for. */
  long append(Batch batch, KeyBuffer key, RecordBuffer data) {
    if (spool == null) {
      return 0;
    }
    batch.oweOne();
    return spool.append(batch.aggregate(), batch.size(), key, data);
  }

  /** Waits for the disk itself, if that is asked for. */
  void sync(long mark) {
    if (spool != null) {
      spool.sync(mark);
    }
  }

  /** Notes that those events of a batch are settled that no part of it answers for. */
  void settled(Batch batch) {
    if (spool != null) {
      spool.settled(batch.producerEpoch(), batch.aggregate(), batch.owed());
    }
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }
}
