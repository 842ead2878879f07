// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.internal.delivery.Parts.Failing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResplitterTest {

  private static final int EVENTS = 40;

  private final Parts parts = new Parts();
  private final Resplitter resplitter = parts.resplitter(parts.encoder);
  private QueuedBatch whole;

  @BeforeEach
  void makeWhole() throws InterruptedException {
    whole = parts.made(EVENTS);
    parts.lane.waiting().clear(); // as it does in a request
    whole.leave(0);
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void handOver_waitingBatch_partsHaveItsRecordsWithTheirIdsAndCallbacks() throws Exception {
    int unused = whole.nextAttempt();
    resplitter.handOver(whole, parts.map);
    makeParts();
    parts.assertBalanced(EVENTS);
    assertThat(whole.share().owed()).isZero();
    assertThat(parts.waiting())
        .extracting(part -> part.lane().shard().shardId())
        .containsExactlyInAnyOrder("low", "high");
    for (QueuedBatch part : parts.waiting()) {
      List<EventRecord> held = read(part);
      assertThat(held).allMatch(record -> part.lane().shard().range().contains(hash(record)));
      assertThat(part.size()).isEqualTo(held.size());
      assertThat(part.number()).isEqualTo(whole.number());
      assertThat(part.attempts()).isEqualTo(1);
      assertThat(part.events()).isEqualTo(part.size());
      part.callbacks().tell(new PutResult.Rejected("No", "no", 1));
      held.forEach(record -> assertThat(parts.told).contains(text(record) + " No TRANSIENT"));
      parts.told.clear();
      for (EventRecord record : held) {
        int number = Integer.parseInt(text(record).replaceAll("[^0-9]", ""));
        assertThat(record.id()).isEqualTo(new EventId(7, 3, number));
      }
    }
  }

  @Test
  void storeAgain_someRecordsBelongElsewhere_repeatsThoseAndTellsNobody() throws Exception {
    assertThat(resplitter.storeAgain(whole, parts.map, Optional.of(Parts.LOW), false)).isTrue();
    makeParts();
    QueuedBatch part = parts.lane.misplaced().get(0);
    assertThat(parts.waiting()).containsExactly(part);
    assertThat(read(part)).allMatch(record -> Parts.HIGH.contains(hash(record)));
    assertThat(part.events()).as("accepted already").isZero();
    part.callbacks().tell(new PutResult.Accepted("shard", "1", 1));
    assertThat(parts.told).isEmpty();
    assertThat(part.share().owed() + whole.share().owed()).isEqualTo(EVENTS);
  }

  @Test
  void storeAgain_allOrNone_repeatsAllIfAnyIsMisplaced() throws Exception {
    var everything = new HashKeyRange(HashKey.MIN, HashKey.MAX);
    assertThat(resplitter.storeAgain(whole, parts.map, Optional.of(everything), true)).isFalse();
    assertThat(resplitter.storeAgain(whole, parts.map, Optional.of(Parts.LOW), true)).isTrue();
    makeParts();
    parts.assertBalanced(EVENTS);
  }

  @Test
  void storeAgain_shardThatIsClosedAgain_repeatsAll() throws Exception {
    assertThat(resplitter.storeAgain(whole, parts.map, Optional.empty(), false)).isTrue();
    makeParts();
    parts.assertBalanced(EVENTS);
  }

  @Test
  void halve_batch_partsHaveItsRecordsInOrderInItsLane() throws Exception {
    resplitter.halve(whole, resplitter.records(whole));
    makeParts();
    assertThat(parts.lane.waiting()).hasSize(2);
    assertThat(parts.waitingEvents().get(EVENTS / 2)).isEqualTo("event-" + EVENTS / 2 + ".");
    parts.assertBalanced(EVENTS);
  }

  enum Way {
    HAND_OVER,
    STORE_AGAIN,
    HALVE;

    void go(Resplitter resplitter, QueuedBatch whole, ShardMap map) {
      switch (this) {
        case HAND_OVER -> resplitter.handOver(whole, map);
        case STORE_AGAIN -> {
          boolean unused = resplitter.storeAgain(whole, map, Optional.empty(), false);
        }
        case HALVE -> resplitter.halve(whole, resplitter.records(whole));
      }
    }
  }

  /** Whatever is thrown on the way, the batch is as it was, and so are memory and log. */
  @ParameterizedTest
  @EnumSource
  void takeApart_memoryThatRunsOutAnywhere_changesNothing(Way way) throws Exception {
    long held = parts.budget.usedBytes();
    for (int place = 0; place < 2; place++) {
      var failing = new Failing(parts.encoder, place, () -> new OutOfMemoryError("now"), null);
      assertThatThrownBy(() -> way.go(parts.resplitter(failing), whole, parts.map))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(parts.waiting()).isEmpty();
      assertThat(parts.budget.usedBytes()).isEqualTo(held);
      assertThat(whole.share().owed()).isEqualTo(EVENTS);
    }
    way.go(resplitter, whole, parts.map);
    makeParts();
    parts.assertBalanced(EVENTS);
  }

  /** A close settles the whole, so nothing of it may be spent on parts. */
  @ParameterizedTest
  @EnumSource
  void takeApart_afterAClose_changesNothing(Way way) {
    long held = parts.budget.usedBytes();
    assertThat(parts.dispatcher.stop()).containsExactly(whole);
    way.go(resplitter, whole, parts.map);
    assertThat(parts.waiting()).isEmpty();
    assertThat(parts.budget.usedBytes()).isEqualTo(held);
    assertThat(whole.share().owed()).isEqualTo(EVENTS);
  }

  private void makeParts() throws InterruptedException {
    parts.makeAll(parts.maker(parts.encoder));
  }

  private List<EventRecord> read(QueuedBatch batch) {
    return new ArrayList<>(parts.reader.records(Objects.requireNonNull(batch.held().entry())));
  }

  private static HashKey hash(EventRecord record) {
    return HashKey.ofPartitionKey(record.partitionKey());
  }

  private static String text(EventRecord record) {
    return new String(record.copyData(), StandardCharsets.UTF_8);
  }
}
