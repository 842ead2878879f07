// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.time.Duration;

/**
 * When to give up a record that fails for a reason nobody knows, such as a processor that throws:
 * it may pass, or be a bug that the same record meets again. Kinesis tells no receive count, so the
 * attempts are those of one instance, and the record's own arrival bounds the rest.
 *
 * @param maxAttempts attempts before it becomes a dead letter, 1 to 1,000; 1 for none but the first
 * @param maxAge age at which it does after the second attempt, more than 0; an entry that cannot be
 *     opened because a key or a claim cannot be had waits as long at least
 */
public record UnknownFailures(int maxAttempts, Duration maxAge) {

  private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

  /** Three attempts, a quarter of an hour. */
  public static final UnknownFailures DEFAULT = new UnknownFailures(3, Duration.ofMinutes(15));

  /** Checks the ranges. */
  public UnknownFailures {
    if (maxAttempts < 1 || maxAttempts > 1_000) {
      throw new IllegalArgumentException("maxAttempts must be 1 to 1000, but is " + maxAttempts);
    }
    if (maxAge.isZero() || maxAge.isNegative()) {
      throw new IllegalArgumentException("maxAge must be more than 0, but is " + maxAge);
    }
  }

  /** The age in milliseconds; one that no clock will see is as good as for ever. */
  long maxAgeMillis() {
    return maxAge.compareTo(FOR_EVER) < 0 ? maxAge.toMillis() : Long.MAX_VALUE;
  }
}
