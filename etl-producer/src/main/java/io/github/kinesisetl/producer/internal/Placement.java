// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.function.BooleanSupplier;

/**
 * What is done about entries that are stored elsewhere than predicted, which changes when the
 * stream begins to distribute records by itself. Safe for use by many threads.
 */
public final class Placement {

  private final Reshards atOpen;
  private final BooleanSupplier isAuto;
  private final Runnable ask;

  private Placement(Reshards atOpen, BooleanSupplier isAuto, Runnable ask) {
    this.atOpen = atOpen;
    this.isAuto = isAuto;
    this.ask = ask;
  }

  /**
   * A placement that follows the stream.
   *
   * @param atOpen what is done while the stream goes by keys
   * @param facts tell whether it does
   * @return the placement
   */
  public static Placement of(Reshards atOpen, StreamFacts facts) {
    return new Placement(atOpen, facts::isAuto, facts::askAgain);
  }

  /**
   * A placement that stays.
   *
   * @param reshards what is done
   * @return the placement
   */
  public static Placement always(Reshards reshards) {
    return new Placement(reshards, () -> false, () -> {});
  }

  /** {@return what is done now} */
  public Reshards reshards() {
    return isAuto.getAsBoolean() ? Reshards.IGNORE : atOpen;
  }

  /** {@return whether nothing may be written: KCL would drop it wherever the service puts it} */
  public boolean isRefused() {
    return atOpen == Reshards.REPEAT_AGGREGATE && isAuto.getAsBoolean();
  }

  /** Asks the stream what is true of it now. */
  public void askAgain() {
    ask.run();
  }
}
