// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.producer.spi.Entry;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what waits, and so what to move between memory and disk. Safe for use by many threads.
 *
 * @param <B> what waits
 */
public interface SpillSource<B extends Spillable> {

  /**
   * Waits for an entry that must come back from disk or, while memory is short, one to go there.
   *
   * @param isPressed whether memory is short
   * @return what to move; null once nothing is sent any more
   * @throws InterruptedException if the thread is interrupted
   */
  @Nullable SpillTask<B> awaitSpillWork(BooleanSupplier isPressed) throws InterruptedException;

  /**
   * An entry is on disk.
   *
   * @param batch whose entry
   * @param place where
   * @param withheld the entry
   * @return the bytes that need not be held any more
   */
  long spilled(B batch, SpilledEntry place, Entry withheld);

  /**
   * An entry stays in memory after all.
   *
   * @param batch whose entry
   * @param withheld the entry
   */
  void restored(B batch, Entry withheld);

  /**
   * An entry is back from disk.
   *
   * @param batch whose entry
   * @param entry the entry
   */
  void loaded(B batch, Entry entry);

  /**
   * An entry cannot be read back from disk.
   *
   * @param batch whose entry
   */
  void lost(B batch);
}
