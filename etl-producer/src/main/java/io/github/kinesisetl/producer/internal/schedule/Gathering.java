// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

/**
 * What is begun together, as far as it is not ready yet. Whoever is ready waits for the others, but
 * not long. Guarded by whoever has the work.
 */
public final class Gathering {

  private int missing;
  private long overNanos = Long.MIN_VALUE;

  /** Nothing is begun. */
  public Gathering() {}

  /**
   * Others wait for more things from now on, until the last is ready or given up.
   *
   * @param untilNanos so long at most
   */
  public void begin(long untilNanos) {
    missing++;
    overNanos = Math.max(overNanos, untilNanos);
  }

  /** One more thing is begun. */
  public void join() {
    missing++;
  }

  /** Something is ready or given up, or nothing more will be begun. */
  public void leave() {
    missing--;
  }

  /** {@return whether all is ready} */
  public boolean isComplete() {
    return missing == 0;
  }

  /** {@return until when others wait at most} */
  public long overNanos() {
    return overNanos;
  }
}
