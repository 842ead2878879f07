// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of UpdateShardCount from one number of shards to another. A call at most doubles the
 * open shards and at least halves them, and a stream takes {@value #CALLS_A_DAY} calls in 24 hours
 * (API reference, UpdateShardCount). Each call waits until the stream is active again.
 *
 * @param from open shards now
 * @param targets the target of each call, in order; empty if there is nothing to do
 * @since 0.1.0
 */
public record Resharding(int from, List<Integer> targets) {
  /** How often the service accepts a call in rolling 24 hours. */
  public static final int CALLS_A_DAY = 10;

  /** Checks that every call is allowed. */
  public Resharding {
    Checks.between("from", from, 1, Integer.MAX_VALUE);
    targets = List.copyOf(targets);
    long current = from;
    for (int target : targets) {
      if (target < 1 || target > 2 * current || 2L * target < current) {
        throw new IllegalArgumentException(
            "target must be %d to %d after %d shards, but is %d"
                .formatted((current + 1) / 2, 2 * current, current, target));
      }
      current = target;
    }
  }

  /**
   * The fewest calls.
   *
   * @param from open shards now, 1 or more
   * @param to open shards wanted, 1 or more
   * @return the calls
   */
  public static Resharding between(int from, int to) {
    Checks.between("from", from, 1, Integer.MAX_VALUE);
    Checks.between("to", to, 1, Integer.MAX_VALUE);
    var targets = new ArrayList<Integer>();
    long current = from;
    while (current != to) {
      current = Math.max((current + 1) / 2, Math.min(2 * current, to));
      targets.add(Math.toIntExact(current));
    }
    return new Resharding(from, targets);
  }

  /**
   * Whether the calls fit into one day, if none was made today.
   *
   * @return true if there are at most {@value #CALLS_A_DAY}
   */
  public boolean fitsIntoADay() {
    return targets.size() <= CALLS_A_DAY;
  }

  /**
   * The calls for people.
   *
   * @return a sentence
   */
  public String sentence() {
    if (targets.isEmpty()) {
      return "The stream has %d open already: no call is needed.".formatted(from);
    }
    String calls = String.join(", ", targets.stream().map(String::valueOf).toList());
    return "From %d shards call UpdateShardCount with %s%s."
        .formatted(
            from, calls, fitsIntoADay() ? "" : "; that takes more than the 10 calls of one day");
  }
}
