// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.kinesisetl.core.metrics.HotKey;
import io.github.kinesisetl.producer.internal.TestTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProducerMetricsTest {

  private final TestTicker ticker = new TestTicker();

  /** Every tenth event, in a rhythm that a sample at fixed gaps could miss. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void hotKeys_oneKeyOfATenthOfTheEvents_isFirstWithItsShare(int shards) throws Exception {
    try (EventProducer<String> producer = open(new FakeStream(shards))) {
      for (int i = 0; i < 100_000; i++) {
        producer.put(i % 10 == 0 ? "hot" : "key" + i % 1_000, PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofDays(300))).isZero();
      HotKey hottest = producer.metrics().hotKeys().get(0);
      assertThat(hottest.key()).isEqualTo("hot");
      assertThat(hottest.share()).isCloseTo(0.1, within(0.03));
      assertThat(producer.metrics().hotKeys()).hasSize(10);
    }
  }

  @Test
  void latency_ofEventsPutWithinALinger_isThatOfASteadyPace() throws Exception {
    try (EventProducer<String> producer = open(new FakeStream(1))) {
      assertThat(producer.metrics().events().latency()).isEqualTo(ProducerMetrics.Latency.NONE);
      for (int i = 0; i < 81; i++) {
        producer.put("key", PutCallback.NONE);
        ticker.advance(Duration.ofMillis(1));
      }
      assertThat(producer.flush(Duration.ofDays(300))).isZero();
      ProducerMetrics.Latency latency = producer.metrics().events().latency();
      assertThat(latency.maxMillis()).as("the first").isCloseTo(81, withinPercentage(2));
      assertThat(latency.p50Millis()).as("in the middle").isBetween(35.0, 55.0);
      assertThat(latency.p99Millis()).isCloseTo(81, withinPercentage(2));
    }
  }

  @Test
  void compressionRatio_ofEventsThatAreAlike_isHigh() throws Exception {
    try (EventProducer<String> producer = open(new FakeStream(2))) {
      assertThat(producer.metrics().entries().compressionRatio()).isZero();
      for (int i = 0; i < 10_000; i++) {
        producer.put("an event like any other", PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofDays(300))).isZero();
      assertThat(producer.metrics().entries().compressionRatio()).isGreaterThan(20);
    }
  }

  private EventProducer<String> open(FakeStream stream) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(stream, stream)
        .options(ProducerOptions.builder().maxAggregateBytes(16 << 10).build())
        .ticker(ticker)
        .open();
  }
}
