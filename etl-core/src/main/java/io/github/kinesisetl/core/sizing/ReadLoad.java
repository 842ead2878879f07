// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/**
 * Who reads a stream.
 *
 * @param sharedConsumers applications that share a shard's 2 MiB and 5 reads a second, 0 to 1,000;
 *     a Lambda event source mapping without enhanced fan-out is one
 * @param readsPerSecond how often each of them reads each shard, 0.01 to 5; Lambda reads once a
 *     second
 * @param fanOutConsumers applications with enhanced fan-out, each with 2 MiB a second of its own, 0
 *     to 50
 * @param catchUpFactor how many times faster than writing one must be able to read, to catch up
 *     after an outage, 1 to 100
 * @since 0.1.0
 */
public record ReadLoad(
    int sharedConsumers, double readsPerSecond, int fanOutConsumers, double catchUpFactor) {
  /** Checks the ranges. */
  public ReadLoad {
    Checks.between("sharedConsumers", sharedConsumers, 0, 1000);
    Checks.between("readsPerSecond", readsPerSecond, 0.01, 5);
    Checks.between("fanOutConsumers", fanOutConsumers, 0, 50);
    Checks.between("catchUpFactor", catchUpFactor, 1, 100);
  }

  /**
   * Consumers that share, each reading once a second and as fast as is written.
   *
   * @param consumers how many
   * @return the load
   */
  public static ReadLoad shared(int consumers) {
    return new ReadLoad(consumers, 1, 0, 1);
  }
}
