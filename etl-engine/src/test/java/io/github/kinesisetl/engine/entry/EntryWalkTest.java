// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.entry.ListedBatch.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntryWalkTest {

  private final RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT);
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    reader.close();
  }

  /** Notes what it is shown, and goes on until it has seen a number of records. */
  private EntryWalk.Visitor visitor(int most) {
    return new EntryWalk.Visitor() {
      @Override
      public boolean opened(ReceivedRecord record) {
        seen.add(new String(record.record().copyData(), UTF_8) + "@" + record.identity());
        return seen.size() < most;
      }

      @Override
      public boolean unreadable(ReceivedRecord record, String reason) {
        seen.add(reason + "@" + record.position().subSequenceNumber());
        return seen.size() < most;
      }
    };
  }

  @Test
  void visit_recordsOfAnAggregate_areToldByIdOrPlace() {
    var batch =
        batch(
            entry("1", aggregate(null, "a", "b"), null),
            entry("2", aggregate(AggregateIds.fresh(5, 6), "c"), null),
            entry("3", "d".getBytes(UTF_8), null));
    var walk = new EntryWalk(reader, batch);
    for (int i = 0; i < 3; i++) {
      assertThat(walk.visit(i, visitor(10))).isTrue();
    }
    assertThat(seen.get(0)).isEqualTo("a@shard:1:0");
    assertThat(seen.get(1)).isEqualTo("b@shard:1:1");
    assertThat(seen.get(2)).startsWith("c@").doesNotContain("shard");
    assertThat(seen.get(3)).isEqualTo("d@shard:3:0");
  }

  @Test
  void visit_aVisitorThatHasEnough_isNotShownMore() {
    var walk = new EntryWalk(reader, batch(entry("1", aggregate(null, "a", "b", "c"), null)));
    assertThat(walk.visit(0, visitor(2))).isFalse();
    assertThat(seen).hasSize(2);
  }

  @Test
  void visit_entryWithADefect_isShownAsItIsUnopened() {
    var walk = new EntryWalk(reader, batch(entry("1", aggregate(null, "a"), "not base64")));
    assertThat(walk.visit(0, visitor(10))).isTrue();
    assertThat(seen).containsExactly("not base64@0");
  }

  @Test
  void visit_frameThatIsCut_isShownAsItIsWithTheReason() {
    var walk = new EntryWalk(reader, batch(entry("1", new byte[] {0x1f, (byte) 0x8b, 8, 0}, null)));
    assertThat(walk.visit(0, visitor(10))).isTrue();
    assertThat(seen).singleElement().asString().startsWith("TRUNCATED: ");
  }

  @Test
  void siblings_ofOneSequenceNumber_areCountedOn() {
    var batch =
        batch(
            entry("7", "a".getBytes(UTF_8), null),
            entry("7", "b".getBytes(UTF_8), null),
            entry("8", "c".getBytes(UTF_8), null));
    assertThat(batch.siblingsBefore(1)).isEqualTo(1);
    assertThat(batch.siblingsBefore(2)).isZero();
    assertThat(Place.in(batch, Place.of(1, 0))).isEqualTo(new RecordPosition("shard", "7", 1));
    assertThat(Place.in(batch, Place.of(2, 3))).isEqualTo(new RecordPosition("shard", "8", 3));
  }

  @Test
  void place_ofAnEarlierEntry_isLowerWhateverTheRecord() {
    assertThat(Place.of(1, Integer.MAX_VALUE)).isLessThan(Place.of(2, 0));
    assertThat(Place.of(Integer.MAX_VALUE - 1, 5)).isLessThan(Place.NONE);
    assertThat(Place.entry(Place.of(12, 34))).isEqualTo(12);
    assertThat(Place.entry(Place.NONE)).isEqualTo(Integer.MAX_VALUE);
  }

  private static ListedBatch batch(Entry... entries) {
    return new ListedBatch(List.of(entries));
  }

  private static Entry entry(String sequenceNumber, byte[] data, @Nullable String defect) {
    return new Entry(new RecordPosition("shard", sequenceNumber, 0), 0, "k", data, defect);
  }

  private static byte[] aggregate(@Nullable AggregateIds ids, String... words) {
    var aggregator = RecordAggregator.kpl(64);
    for (String word : words) {
      aggregator.add(EventRecord.of("k", word.getBytes(UTF_8)));
    }
    return aggregator.finish(ids);
  }
}
