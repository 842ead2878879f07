// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.internal.Distribution;
import io.github.kinesisetl.core.metrics.internal.LogHistogram;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes figures as lines that CloudWatch Logs turns into metrics (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">embedded
 * metric format</a>): no call, no agent, no thread. Whoever owns it flushes it, a Lambda function
 * at the end of each invocation, say; nothing is written in between.
 *
 * <p>A flush writes what happened since the one before, all values of a metric together: a counter
 * as a sum, a distribution as at most {@value #MAX_VALUES} values with their counts, so that
 * CloudWatch computes percentiles of it. A line can hold a name once, so a name that is a
 * dimension's is refused, as is one that is reported both ways, the second time: it is logged once,
 * and what is reported under it is left out. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class EmfMetrics implements EtlMetrics, AutoCloseable {

  /** Most values of a metric in a line. */
  static final int MAX_VALUES = 100;

  /** Most metrics in a line. */
  static final int MAX_METRICS = 100;

  /** Most dimensions of a metric. */
  static final int MAX_DIMENSIONS = 30;

  private static final Logger log = LoggerFactory.getLogger(EmfMetrics.class);

  private static final String COUNTER = "a counter";
  private static final String DISTRIBUTION = "a distribution";

  private final String namespace;
  private final Map<String, String> dimensions;
  private final Appendable out;
  private final InstantSource clock;
  private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LogHistogram> distributions = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, String> kinds = new ConcurrentHashMap<>(); // by name
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  private EmfMetrics(Builder builder, Appendable out, InstantSource clock) {
    this.namespace = builder.namespace;
    this.dimensions = new LinkedHashMap<>(builder.dimensions);
    this.out = out;
    this.clock = clock;
  }

  /**
   * Starts with a namespace and no dimensions.
   *
   * @param namespace the namespace of the metrics in CloudWatch, 1 to 255 characters
   * @return a builder
   * @throws IllegalArgumentException if the namespace is empty or too long
   */
  public static Builder builder(String namespace) {
    return new Builder(namespace);
  }

  @Override
  public void count(String name, long amount) {
    Counter counter = counters.get(name);
    if (counter == null && isFree(name, COUNTER)) {
      counter = counters.computeIfAbsent(name, unused -> new Counter());
    }
    if (counter != null) {
      counter.total.add(amount);
    }
  }

  @Override
  public void record(String name, long value) {
    LogHistogram distribution = distributions.get(name);
    if (distribution == null && isFree(name, DISTRIBUTION)) {
      distribution = distributions.computeIfAbsent(name, unused -> new LogHistogram());
    }
    if (distribution != null) {
      distribution.record(value);
    }
  }

  /** Whether a name is not in use for something else; who comes first has it. */
  private boolean isFree(String name, String kind) {
    String use = dimensions.containsKey(name) ? "a dimension" : kinds.putIfAbsent(name, kind);
    boolean isFree = use == null || use.equals(kind);
    if (!isFree && refused.add(name + kind)) {
      log.warn("{} {} is not written: its name is in use for {}", kind, name, use);
    }
    return isFree;
  }

  /**
   * Writes what was reported since the last flush, one line for up to {@value #MAX_METRICS}
   * metrics; nothing if nothing was reported.
   *
   * @throws UncheckedIOException if the output fails; what this flush should have written is lost
   */
  public synchronized void flush() {
    var lines = new EmfLines(namespace, dimensions, clock.millis());
    new TreeMap<>(counters)
        .forEach((name, counter) -> {
          long amount = counter.takeNew();
          if (amount != 0) {
            lines.count(name, amount);
          }
        });
    new TreeMap<>(distributions)
        .forEach((name, distribution) -> {
          Distribution values = distribution.drain();
          if (values.count() > 0) {
            lines.distribution(name, values);
          }
        });
    write(lines.finish());
  }

  /** Flushes for the last time; the output stays open. */
  @Override
  public void close() {
    flush();
  }

  private void write(List<String> lines) {
    try {
      for (String line : lines) {
        out.append(line).append('\n');
      }
      if (out instanceof Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write metrics", e);
    }
  }

  /** A total, and how much of it was written; the latter is guarded by the metrics. */
  private static final class Counter {
    private final LongAdder total = new LongAdder();
    private long written;

    long takeNew() {
      long sum = total.sum();
      long amount = sum - written;
      written = sum;
      return amount;
    }
  }

  /** Collects a namespace and dimensions. Not safe for use by many threads. */
  public static final class Builder {
    private final String namespace;
    private final Map<String, String> dimensions = new LinkedHashMap<>();

    private Builder(String namespace) {
      this.namespace = requireChars("namespace", namespace, 255);
    }

    /**
     * Adds a dimension, such as the function's or the stream's name. Each combination of values is
     * a metric of its own that CloudWatch bills, so choose values of which there are few.
     *
     * @param name 1 to 250 characters
     * @param value 1 to 1,024 characters
     * @return this builder
     * @throws IllegalArgumentException if name or value is empty or too long, or there are 30
     *     dimensions already
     */
    public Builder dimension(String name, String value) {
      if (dimensions.size() == MAX_DIMENSIONS) {
        throw new IllegalArgumentException(
            "dimensions must be at most %d, but %s is one more".formatted(MAX_DIMENSIONS, name));
      }
      dimensions.put(
          requireChars("name", name, 250), requireChars("value of " + name, value, 1024));
      return this;
    }

    /**
     * Completes the metrics.
     *
     * @param out where lines go: {@code System.out} in a Lambda function
     * @param clock tells the time of a flush
     * @return the metrics
     */
    public EmfMetrics writeTo(Appendable out, InstantSource clock) {
      return new EmfMetrics(this, requireNonNull(out, "out"), requireNonNull(clock, "clock"));
    }

    private static String requireChars(String what, String text, int max) {
      if (text.isEmpty() || text.length() > max) {
        throw new IllegalArgumentException(
            "%s must have 1 to %d characters, but has %d".formatted(what, max, text.length()));
      }
      return text;
    }
  }
}
