// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

/**
 * How much of a batch's time must be left to finish what was begun: twice as long as writing took
 * at worst of late, as long as records took, and a least margin. Safe for use by many threads.
 */
final class TimeMargin {

  /** What was slow is forgotten by an eighth with each write or look at the clock. */
  private static final int MEMORY = 8;

  private final long leastMillis;
  private volatile long writeMillis; // written under this
  private volatile long recordMillis; // written under this

  TimeMargin(long leastMillis) {
    this.leastMillis = leastMillis;
  }

  /** Learns how long a write took. */
  synchronized void wrote(long millis) {
    writeMillis = worse(writeMillis, millis);
  }

  /** Learns how long it took from one look at the clock to the next. */
  void worked(long millis) {
    if (millis > 0
        || recordMillis > 0) { // a lane looks often, and mostly there is nothing to learn
      learnRecord(millis);
    }
  }

  private synchronized void learnRecord(long millis) {
    recordMillis = worse(recordMillis, millis);
  }

  long millis() {
    return leastMillis + 2 * writeMillis + recordMillis;
  }

  private static long worse(long worst, long millis) {
    return Math.max(millis, worst - (worst + MEMORY - 1) / MEMORY);
  }
}
