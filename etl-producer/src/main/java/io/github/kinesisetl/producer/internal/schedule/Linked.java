// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

import org.jspecify.annotations.Nullable;

/**
 * Something that can stand in one {@link LinkedQueue} at a time. Its links are guarded by whoever
 * guards the queue.
 *
 * @param <T> its own type
 */
public abstract class Linked<T extends Linked<T>> {

  @Nullable T before;
  @Nullable T after;
  @Nullable LinkedQueue<T> queue; // in which it stands

  /** Stands nowhere yet. */
  protected Linked() {}
}
