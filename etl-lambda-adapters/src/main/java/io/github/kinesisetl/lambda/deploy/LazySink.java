// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens a sink with the first item that is written. Safe for use by many threads. */
final class LazySink<T> implements Sink<T> {

  private final Supplier<Sink<T>> maker;
  private @Nullable Sink<T> sink; // guarded by this

  LazySink(Supplier<Sink<T>> maker) {
    this.maker = requireNonNull(maker, "maker");
  }

  @Override
  public WriteResult write(List<T> items) {
    return items.isEmpty() ? WriteResult.stored(0) : opened().write(items);
  }

  /** Opens it now, for whoever wants to know whether it can be. */
  void open() {
    Sink<T> unused = opened();
  }

  private synchronized Sink<T> opened() {
    Sink<T> known = sink;
    if (known == null) {
      known = maker.get();
      sink = known;
    }
    return known;
  }
}
