// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import java.util.Deque;

/**
 * Entries that are sent one after the other.
 *
 * @param <B> what waits
 */
public interface SpillQueue<B extends Spillable> {

  /** {@return what waits, the next first} */
  Deque<B> waiting();

  /** {@return whether nothing more is sent from its front: it is taken apart from its end} */
  boolean isEnded();
}
