// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.reader;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.compress.Compressor;
import java.util.Locale;

/** What lies on the stream, opened by our reader. */
enum EntryForm {
  /** What mode {@code DENSE} writes. */
  DENSE,
  /** A KPL aggregate in a zstd frame. */
  FRAMED_KPL,
  /** A KPL aggregate as it is. */
  KPL;

  private static final int INITIAL_BYTES = 300 << 10;

  static EntryForm of(String contestant) {
    return valueOf(contestant.toUpperCase(Locale.ROOT).replace("OURS-", "").replace('-', '_'));
  }

  String contestant() {
    return "ours-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  RecordAggregator aggregator() {
    return this == DENSE
        ? RecordAggregator.dense(INITIAL_BYTES)
        : RecordAggregator.kpl(INITIAL_BYTES);
  }

  byte[] entry(RecordAggregator aggregator, long number, Compressor compressor) {
    byte[] aggregate = aggregator.finish(AggregateIds.fresh(1, number));
    return this == KPL ? aggregate : compressor.compress(aggregate);
  }
}
