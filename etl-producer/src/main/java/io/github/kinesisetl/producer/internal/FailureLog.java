// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs the first failure loudly, the rest quietly with a count. Safe for use by many threads. */
public final class FailureLog {

  private final Logger log;
  private final String consequence;
  private final AtomicLong failures = new AtomicLong();

  /**
   * A log that has told nothing yet.
   *
   * @param log where it writes
   * @param consequence what is done about failures, for the first one
   */
  public FailureLog(Logger log, String consequence) {
    this.log = log;
    this.consequence = consequence;
  }

  /**
   * Tells of a failure.
   *
   * @param what what failed, without payload
   * @param cause what was thrown; null if nothing was
   */
  public void failed(String what, @Nullable Throwable cause) {
    long count = failures.incrementAndGet();
    if (count == 1) {
      log.warn("{}; {}, later failures are logged at debug", what, consequence, cause);
    } else {
      log.debug("{} (failure {})", what, count);
    }
  }
}
