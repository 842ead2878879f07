// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.internal.TestTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is due goes in one request. Time stands until each event that has lingered is accepted, so
 * an event that lingers longer makes these tests wait until they are given up.
 */
@Timeout(60)
class DueTogetherTest {

  private static final Duration LINGER = Duration.ofMillis(50);
  private static final int SHARDS = 16;

  private final TestTicker ticker = new TestTicker();
  private final FakeStream stream = new FakeStream(SHARDS);
  private final TreeMap<Integer, Long> putNanos = new TreeMap<>(); // of what is on its way
  private final LinkedBlockingQueue<Integer> accepted = new LinkedBlockingQueue<>();
  private int events;

  /** Each lane once had a linger of its own, and nearly every entry a request of its own. */
  @Test
  void put_sixteenLanesForASecond_areOneRequestALinger() throws Exception {
    List<String> keys = keyOfEachShard();
    try (var producer = open()) {
      for (int millis = 0; millis < 1_000; millis++) {
        for (int i = millis % 3; i < SHARDS; i += 3) { // each lane has one every 3 ms
          put(producer, keys.get(i));
        }
        passAMilli();
      }
      assertThat(producer.flush(Duration.ofHours(1))).isZero();
    }
    assertThat(stream.requests()).isLessThanOrEqualTo(2 * 1_000 / 50 + 3);
    assertInOrder();
  }

  @Test
  void put_oneLaneThatTrickles_goesWithinItsLinger() throws Exception {
    try (var producer = open()) {
      for (int second = 0; second < 5; second++) {
        put(producer, "k");
        for (int millis = 0; millis < 1_000; millis += 5) {
          ticker.advance(Duration.ofMillis(5));
          awaitWhatHasLingered();
        }
        assertThat(putNanos).isEmpty();
      }
    }
    assertThat(stream.requests()).isEqualTo(5);
  }

  /** A lane that trickles beside lanes that do not: it neither waits for them nor holds them up. */
  @Test
  void put_lanesOfAllPaces_goWithinTheirLinger() throws Exception {
    List<String> keys = keyOfEachShard();
    try (var producer = open()) {
      for (int millis = 0; millis < 1_000; millis++) {
        for (int i = 0; i < SHARDS; i++) {
          if (millis % (1 + i * i) == 0) {
            put(producer, keys.get(i));
          }
        }
        passAMilli();
      }
    }
    assertThat(stream.requests()).isLessThanOrEqualTo(2 * 1_000 / 50 + 3);
    assertInOrder();
  }

  @Test
  void flush_allLanes_isOneRequest() throws Exception {
    List<String> keys = keyOfEachShard();
    try (var producer = open()) {
      for (int i = 0; i < 5; i++) {
        for (String key : keys) {
          put(producer, key);
        }
        assertThat(producer.flush(Duration.ofHours(1))).isZero();
      }
    }
    assertThat(stream.requests()).isEqualTo(5);
  }

  private EventProducer<String> open() {
    return new Producers(ticker)
        .open(stream, stream, Producers.options().linger(LINGER).maxInFlightRequests(4));
  }

  private void put(EventProducer<String> producer, String key) {
    int event = events++;
    putNanos.put(event, ticker.nanoTime());
    producer.put(
        key + ":" + event,
        result -> {
          if (result instanceof Accepted) {
            accepted.add(event);
          }
        });
  }

  private void passAMilli() throws InterruptedException {
    ticker.advance(Duration.ofMillis(1));
    awaitWhatHasLingered();
  }

  private void awaitWhatHasLingered() throws InterruptedException {
    while (!putNanos.isEmpty()
        && ticker.nanoTime() - putNanos.firstEntry().getValue() >= LINGER.toNanos()) {
      putNanos.remove(accepted.take());
    }
  }

  private void assertInOrder() {
    Map<String, Integer> last = new HashMap<>();
    List<EventRecord> records = stream.records();
    for (EventRecord record : records) {
      String event = new String(record.copyData(), StandardCharsets.UTF_8);
      int number = Integer.parseInt(event.substring(event.indexOf(':') + 1));
      Integer before = last.put(record.partitionKey(), number);
      assertThat(before == null || before < number).as(event).isTrue();
    }
    assertThat(records).hasSize(events);
  }

  private static List<String> keyOfEachShard() {
    var keys = new TreeMap<Integer, String>();
    for (int i = 0; keys.size() < SHARDS; i++) {
      int shard = (int) (HashKey.ofPartitionKey("key" + i).high() >>> 60);
      keys.putIfAbsent(shard, "key" + i);
    }
    return new ArrayList<>(keys.values());
  }
}
