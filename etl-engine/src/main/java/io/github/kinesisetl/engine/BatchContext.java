// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.EntryWalk;

/**
 * What all lanes of one batch share.
 *
 * @param entries the batch
 * @param reader opens its entries
 * @param done which of its records are done
 * @param time how much time is left
 * @param failures tells of failures
 */
record BatchContext(
    EntryBatch entries,
    RecordReader reader,
    DoneRecords done,
    TimeLeft time,
    BatchFailures failures) {

  /** A walk over the batch, for one thread. */
  EntryWalk walk() {
    return new EntryWalk(reader, entries);
  }
}
