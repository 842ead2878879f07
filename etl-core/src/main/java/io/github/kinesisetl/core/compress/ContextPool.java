// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Native contexts that are expensive to make: at most as many exist as threads worked at once. Safe
 * for use by many threads.
 *
 * @param <C> the context
 */
final class ContextPool<C extends Closeable> {

  private final ConcurrentLinkedQueue<C> idle = new ConcurrentLinkedQueue<>();
  private final Supplier<C> factory;
  private volatile boolean closed;

  ContextPool(Supplier<C> factory) {
    this.factory = factory;
  }

  /** Lends a context for the length of one call. */
  <E extends Exception> int with(Work<C, E> work) throws E {
    if (closed) {
      throw new IllegalStateException("the compressor is closed");
    }
    C pooled = idle.poll();
    C context = pooled == null ? factory.get() : pooled;
    try {
      return work.applyTo(context);
    } finally {
      idle.add(context);
      if (closed) {
        closeIdle();
      }
    }
  }

  void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (C context = idle.poll(); context != null; context = idle.poll()) {
      try {
        context.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // freeing native memory does not fail
      }
    }
  }

  /**
   * What is done with a context.
   *
   * @param <C> the context
   * @param <E> what may be wrong with the bytes
   */
  @FunctionalInterface
  interface Work<C, E extends Exception> {
    int applyTo(C context) throws E;
  }
}
