// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.metrics;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.internal.QuietMetrics;
import java.util.List;

/**
 * Counts what a sink stored. Safe for use by many threads, if the sink is.
 *
 * @param <T> the type of item
 */
public final class CountingSink<T> implements Sink<T> {

  private final Sink<T> sink;
  private final EtlMetrics metrics;
  private final String name;

  /**
   * A sink.
   *
   * @param sink stores the items
   * @param metrics where they are counted
   * @param name the counter
   */
  public CountingSink(Sink<T> sink, EtlMetrics metrics, String name) {
    this.sink = requireNonNull(sink, "sink");
    this.metrics = QuietMetrics.around(requireNonNull(metrics, "metrics"));
    this.name = requireNonNull(name, "name");
  }

  @Override
  public WriteResult write(List<T> items) {
    WriteResult result = sink.write(items);
    metrics.count(name, result.storedItems());
    return result;
  }
}
