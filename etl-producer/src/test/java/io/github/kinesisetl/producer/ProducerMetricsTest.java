// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.metrics.HotKey;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProducerMetricsTest {

  private static final Codec<String> TEXT =
      new Codec<>() {
        @Override
        public void encode(String event, RecordBuffer out) {
          out.write(event.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String decode(EventRecord record) {
          return new String(record.copyData(), StandardCharsets.UTF_8);
        }
      };

  /** Every tenth event, in a rhythm that a sample at fixed gaps could miss. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void hotKeys_oneKeyOfATenthOfTheEvents_isFirstWithItsShare(int shards) throws Exception {
    try (EventProducer<String> producer = open(new FakeStream(shards))) {
      for (int i = 0; i < 100_000; i++) {
        producer.put(i % 10 == 0 ? "hot" : "key" + i % 1_000, PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofSeconds(30))).isZero();
      HotKey hottest = producer.metrics().hotKeys().get(0);
      assertThat(hottest.key()).isEqualTo("hot");
      assertThat(hottest.share()).isCloseTo(0.1, within(0.03));
      assertThat(producer.metrics().hotKeys()).hasSize(10);
    }
  }

  @Test
  void latency_ofEventsPutWithinALinger_liesBetweenTheFirstAndTheLast() throws Exception {
    var stream = new FakeStream(1);
    try (EventProducer<String> producer = open(stream)) {
      assertThat(producer.metrics().events().latency()).isEqualTo(ProducerMetrics.Latency.NONE);
      long before = System.nanoTime();
      for (int i = 0; i < 50_000; i++) {
        producer.put("key", PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofSeconds(30))).isZero();
      double elapsedMillis = (System.nanoTime() - before) / 1e6;
      ProducerMetrics.Latency latency = producer.metrics().events().latency();
      assertThat(latency.p50Millis()).isPositive().isLessThanOrEqualTo(latency.p99Millis());
      assertThat(latency.p99Millis()).isLessThanOrEqualTo(latency.maxMillis());
      assertThat(latency.maxMillis()).isLessThanOrEqualTo(elapsedMillis);
    }
  }

  @Test
  void compressionRatio_ofEventsThatAreAlike_isHigh() throws Exception {
    try (EventProducer<String> producer = open(new FakeStream(2))) {
      assertThat(producer.metrics().entries().compressionRatio()).isZero();
      for (int i = 0; i < 10_000; i++) {
        producer.put("an event like any other", PutCallback.NONE);
      }
      assertThat(producer.flush(Duration.ofSeconds(30))).isZero();
      assertThat(producer.metrics().entries().compressionRatio()).isGreaterThan(20);
    }
  }

  @Test
  void sampling_overManyEvents_takesOneInThirtyTwo() {
    var sampling = new HotKeys.Sampling();
    int taken = 0;
    for (int i = 0; i < 320_000; i++) {
      taken += sampling.next() ? 1 : 0;
    }
    assertThat(taken).isBetween(9_500, 10_500);
  }

  private static EventProducer<String> open(FakeStream stream) {
    return EventProducer.builder(TEXT, event -> event)
        .to(stream, stream)
        .options(ProducerOptions.builder().maxAggregateBytes(16 << 10).build())
        .open();
  }
}
