// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.internal.UserCode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of Firehose on its way to its lines. Used once. */
final class FirehoseTransform<I, O> implements EntryWalk.Visitor {

  private final FirehoseOptions<I, O> options;
  private final RecordBuffer lines = new RecordBuffer(1 << 10);
  private @Nullable Map<String, String> keys;
  private @Nullable String transientFailure;
  private @Nullable String broken;
  private int records;

  FirehoseTransform(FirehoseOptions<I, O> options) {
    this.options = options;
  }

  /** Why the record can never be transformed as a whole, without payload; null if it can. */
  @Nullable String broken() {
    return broken;
  }

  @Nullable String transientFailure() {
    return transientFailure;
  }

  byte[] lines() {
    return lines.toByteArray();
  }

  Map<String, String> keys() {
    return keys == null ? Map.of() : keys;
  }

  int records() {
    return records;
  }

  @Override
  public boolean opened(ReceivedRecord record) {
    records++;
    try {
      add(options.processor().process(options.decoder().decode(record)));
    } catch (DecodeException e) {
      broken = e.stage().name().toLowerCase(Locale.ROOT) + ": " + e.reason();
    } catch (Throwable thrown) { // the border to users' code
      broken = "a stage threw " + UserCode.survived(thrown);
    }
    return broken == null && transientFailure == null;
  }

  @Override
  public boolean unreadable(ReceivedRecord record, String reason) {
    broken = "read: " + reason;
    return false;
  }

  private void add(ProcessingResult<O> result) {
    if (result instanceof ProcessingResult.Passed<O> passed) {
      Map<String, String> own = options.partitionKeys().apply(passed.event());
      if (keys != null && !keys.equals(own)) {
        broken = "its events belong to several partitions, and a record has one set of keys";
      }
      keys = own;
      options.codec().encode(passed.event(), lines);
      lines.write('\n');
    } else if (result instanceof ProcessingResult.Failed<O> failed) {
      transientFailure = failed.stage() + ": " + failed.reason();
    } else if (result instanceof ProcessingResult.Rejected<O> rejected) {
      broken = rejected.stage() + ": " + rejected.reason();
    }
  }
}
