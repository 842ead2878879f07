// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import java.util.function.BooleanSupplier;

/**
 * What is done about entries that are stored elsewhere than predicted, which changes when the
 * stream begins to distribute records by itself. Safe for use by many threads.
 */
final class Placement {

  private final Reshards atOpen;
  private final BooleanSupplier isAuto;

  /**
   * A placement.
   *
   * @param atOpen what is done while the stream goes by keys
   * @param isAuto whether it distributes records by itself now
   */
  Placement(Reshards atOpen, BooleanSupplier isAuto) {
    this.atOpen = atOpen;
    this.isAuto = isAuto;
  }

  /** A placement that stays. */
  static Placement of(Reshards reshards) {
    return new Placement(reshards, () -> false);
  }

  Reshards reshards() {
    return isAuto.getAsBoolean() ? Reshards.IGNORE : atOpen;
  }

  /** Whether nothing may be written: KCL would drop it wherever the service puts it. */
  boolean isRefused() {
    return atOpen == Reshards.REPEAT_AGGREGATE && isAuto.getAsBoolean();
  }
}
