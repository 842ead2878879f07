// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.internal;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes something when it is first needed, once. Safe for use by many threads.
 *
 * @param <T> the type
 */
public final class Lazy<T> implements Supplier<T> {

  private final Supplier<? extends T> maker;
  private @Nullable T made; // guarded by this

  /**
   * Nothing made yet.
   *
   * @param maker makes it
   */
  public Lazy(Supplier<? extends T> maker) {
    this.maker = requireNonNull(maker, "maker");
  }

  @Override
  public synchronized T get() {
    T known = made;
    if (known == null) {
      known = maker.get();
      made = known;
    }
    return known;
  }
}
