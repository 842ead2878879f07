// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a function's time must be left to finish what was begun: twice as long as writing
 * took at worst of late, as long as records took, and a least margin. Safe for use by many threads.
 */
final class TimeMargin {

  /** What was slow is forgotten by an eighth with each write or look at the clock. */
  private static final int MEMORY = 8;

  private final long leastMillis;
  private final AtomicLong writeMillis = new AtomicLong();
  private final AtomicLong recordMillis = new AtomicLong();

  TimeMargin(long leastMillis) {
    this.leastMillis = leastMillis;
  }

  /** Learns how long a write took. */
  void wrote(long millis) {
    long unused = writeMillis.updateAndGet(worst -> worse(worst, millis));
  }

  /** Learns how long it took from one look at the clock to the next. */
  void worked(long millis) {
    long unused = recordMillis.updateAndGet(worst -> worse(worst, millis));
  }

  long millis() {
    return leastMillis + 2 * writeMillis.get() + recordMillis.get();
  }

  private static long worse(long worst, long millis) {
    return Math.max(millis, worst - (worst + MEMORY - 1) / MEMORY);
  }
}
