// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a mapping does. Safe for use by many threads. */
final class MappingCounters {

  private final AtomicLong read = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong gaveUp = new AtomicLong();
  private final AtomicLong invocations = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();

  void read(long entries) {
    read.addAndGet(entries);
  }

  void done(long entries) {
    done.addAndGet(entries);
  }

  void gaveUp(long entries) {
    gaveUp.addAndGet(entries);
  }

  void invoked() {
    invocations.incrementAndGet();
  }

  void retried() {
    retries.incrementAndGet();
  }

  MappingMetrics snapshot(int activeShards) {
    // Settled counts first: an entry that is read meanwhile must not look settled.
    long settledDone = done.get();
    long settledGaveUp = gaveUp.get();
    return new MappingMetrics(
        read.get(), settledDone, settledGaveUp, invocations.get(), retries.get(), activeShards);
  }
}
