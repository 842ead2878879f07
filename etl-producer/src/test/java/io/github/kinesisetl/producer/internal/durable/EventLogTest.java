// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.TestTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventLogTest {

  private static final long EPOCH = 7;
  private static final int LARGE = 1 << 20;

  @TempDir private Path directory;

  private final TestTicker ticker = new TestTicker();
  private final KeyBuffer key = new KeyBuffer();
  private final RecordBuffer data = new RecordBuffer(16);

  EventLogTest() {
    key.set("key");
    data.write(new byte[16]);
  }

  @Test
  void none_givesIdsAndKeepsNothing() {
    try (EventLog log = EventLog.none(EPOCH)) {
      LogShare first = log.newAggregate();
      LogShare second = log.newAggregate();
      assertThat(first.producerEpoch()).isEqualTo(EPOCH);
      assertThat(second.aggregate()).isEqualTo(first.aggregate() + 1);
      assertThat(log.reserve(key, data, 0)).isTrue();
      assertThat(log.append(first, 0, key, data)).isZero();
      assertThat(first.owed()).isZero();
      assertThat(log.isDurable()).isFalse();
      assertThat(log.recovered()).isEmpty();
    }
  }

  @Test
  void settled_wholeShare_isForgottenAndTheRestIsRecovered() {
    try (EventLog log = open()) {
      LogShare done = append(log, 3);
      LogShare left = append(log, 2);
      assertThat(done.owed()).isEqualTo(3);
      assertThat(left.owed()).isEqualTo(2);
      log.settled(done);
    }
    try (EventLog next = open()) {
      assertThat(next.recovered()).hasSize(1);
      RecoveredAggregate recovered = next.recovered().get(0);
      assertThat(recovered.size()).isEqualTo(2);
      assertThat(recovered.producerEpoch()).isEqualTo(EPOCH);
      assertThat(recovered.number()).isEqualTo(1);
      assertThat(recovered.record(0).partitionKey()).isEqualTo("key");
    }
  }

  @Test
  void settled_partsOfABatch_forgetItOnceTheLastIsSettled() {
    try (EventLog log = open()) {
      LogShare whole = append(log, 5);
      LogShare part = whole.split(2);
      assertThat(whole.owed()).isEqualTo(3);
      assertThat(part.owed()).isEqualTo(2);
      log.settled(whole);
      log.settled(part);
      LogShare other = append(log, 4);
      log.settled(other.split(3));
    }
    try (EventLog next = open()) {
      assertThat(next.recovered()).hasSize(1);
      assertThat(next.recovered().get(0).size()).as("all of what is not whole").isEqualTo(4);
    }
  }

  @Test
  void rejoin_partThatAnswersForNothing_isOwedByTheWholeAgain() {
    var whole = new LogShare(EPOCH, 0);
    for (int i = 0; i < 5; i++) {
      whole.oweOne();
    }
    LogShare part = whole.split(9);
    assertThat(part.owed()).isEqualTo(5);
    whole.rejoin(part);
    assertThat(whole.owed()).isEqualTo(5);
    assertThat(part.owed()).isZero();
  }

  @Test
  void reserve_diskFull_waitsUntilRoomComes() throws Exception {
    data.clear();
    data.write(new byte[LARGE - 100]);
    try (EventLog log = open()) {
      LogShare first = log.newAggregate();
      int taken = 0;
      for (; log.reserve(key, data, 0); taken++) {
        long unused = log.append(first, taken, key, data);
      }
      assertThat(taken).isBetween(20, 32);
      assertThat(log.diskBytes()).isBetween(24L << 20, 40L << 20);
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(() -> log.reserve(key, data, 1_000));
      ticker.awaitWaiters(1);
      ticker.advance(Duration.ofNanos(999));
      ticker.awaitWaiters(1);
      assertThat(waiting).isNotDone();
      log.settled(first);
      assertThat(waiting.get()).isTrue();
      log.cancel(key, data);
    }
  }

  @Test
  void reserve_diskStaysFull_isFalseWhenTheTimeIsOver() throws Exception {
    data.clear();
    data.write(new byte[LARGE - 100]);
    try (EventLog log = open()) {
      LogShare first = log.newAggregate();
      for (int i = 0; log.reserve(key, data, 0); i++) {
        long unused = log.append(first, i, key, data);
      }
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(() -> log.reserve(key, data, 1_000));
      ticker.awaitWaiters(1);
      ticker.advance(Duration.ofNanos(1_000));
      assertThat(waiting.get()).isFalse();
    }
  }

  private LogShare append(EventLog log, int events) {
    LogShare share = log.newAggregate();
    for (int i = 0; i < events; i++) {
      assertThat(log.reserve(key, data, 0)).isTrue();
      log.sync(log.append(share, i, key, data));
    }
    return share;
  }

  private EventLog open() {
    return EventLog.open(directory, new SpoolOptions(EPOCH, 32 << 20, LARGE, true), ticker);
  }
}
