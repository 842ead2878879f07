// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.micrometer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;

/**
 * Reports to a Micrometer registry. Names follow Micrometer's convention: {@code
 * producer.eventsPut} becomes the counter {@code kinesisetl.producer.events.put}, {@code
 * producer.entryLatencyMillis} the timer {@code kinesisetl.producer.entry.latency}. Safe for use by
 * many threads.
 */
public final class MicrometerMetrics implements EtlMetrics {

  private static final String PREFIX = "kinesisetl.";
  private static final String MILLIS = "Millis";
  private static final String BYTES = "Bytes";

  private final MeterRegistry registry;
  private final Tags tags;
  private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongConsumer> distributions = new ConcurrentHashMap<>();

  /**
   * Reports to a registry.
   *
   * @param registry the registry; it decides on percentiles, by its meter filters
   * @param tags what every meter is tagged with, the stream's name, say
   */
  public MicrometerMetrics(MeterRegistry registry, Tag... tags) {
    this.registry = requireNonNull(registry, "registry");
    this.tags = Tags.of(tags);
  }

  @Override
  public void count(String name, long amount) {
    Counter counter = counters.get(name);
    if (counter == null) {
      counter = counters.computeIfAbsent(name, this::newCounter);
    }
    counter.increment((double) amount);
  }

  @Override
  public void record(String name, long value) {
    LongConsumer distribution = distributions.get(name);
    if (distribution == null) {
      distribution = distributions.computeIfAbsent(name, this::newDistribution);
    }
    distribution.accept(value);
  }

  private Counter newCounter(String name) {
    var counter = Counter.builder(meterName(name)).tags(tags);
    return (name.endsWith(BYTES) ? counter.baseUnit("bytes") : counter).register(registry);
  }

  private LongConsumer newDistribution(String name) {
    if (name.endsWith(MILLIS)) {
      String withoutUnit = name.substring(0, name.length() - MILLIS.length());
      Timer timer = Timer.builder(meterName(withoutUnit)).tags(tags).register(registry);
      return millis -> timer.record(Duration.ofMillis(millis));
    }
    var summary = DistributionSummary.builder(meterName(name)).tags(tags);
    DistributionSummary registered =
        (name.endsWith(BYTES) ? summary.baseUnit("bytes") : summary).register(registry);
    return value -> registered.record((double) value);
  }

  private static String meterName(String name) {
    var meterName = new StringBuilder(PREFIX);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        meterName.append('.').append(Character.toLowerCase(c));
      } else {
        meterName.append(c);
      }
    }
    return meterName.toString();
  }
}
