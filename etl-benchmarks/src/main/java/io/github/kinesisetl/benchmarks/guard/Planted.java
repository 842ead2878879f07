// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.guard;

import org.jspecify.annotations.Nullable;

/**
 * A regression on request, by {@code -Dguard.plant}, which proves that the guard finds one. Costs
 * nothing otherwise.
 */
public final class Planted {

  private static final @Nullable String WHAT = System.getProperty("guard.plant");
  private static final boolean BYTES = "bytes".equals(WHAT);
  private static final boolean TIME = "time".equals(WHAT);

  private static byte[] garbage = {};

  private Planted() {}

  /**
   * Does what nobody needs, if that was asked for.
   *
   * @param array where it does it
   * @return a number that depends on it
   */
  public static int work(byte[] array) {
    if (BYTES) {
      garbage = new byte[24];
    }
    int sum = garbage.length;
    if (TIME) {
      for (byte each : array) {
        sum = sum * 31 + each;
      }
    }
    return sum;
  }
}
