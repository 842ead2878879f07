// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** KCL's own deaggregator reads every record that our aggregator wrote. */
@Timeout(60)
class KclReadsOursTest {

  private static final int RECORDS = 3_000;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_ofOurAggregate_givesEveryRecordInOrder(long seed) {
    List<EventRecord> records = new RandomRecords(seed).next(RECORDS);
    assertSame(readByKcl(aggregate(records, null)), records);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_ofOurAggregateWithIds_givesEveryRecordInOrder(long seed) {
    List<EventRecord> records = new RandomRecords(seed).next(RECORDS);
    assertSame(readByKcl(aggregate(records, AggregateIds.fresh(seed, 7))), records);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_ofASplitAggregateWithIds_givesEveryRecordInOrder(long seed) {
    List<EventRecord> records = new RandomRecords(seed).next(3);
    assertSame(readByKcl(aggregate(records, AggregateIds.kept(seed, 7, 0, 5, 900))), records);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_ofOurFrameThatStockZstdOpened_givesEveryRecordInOrder(long seed) {
    List<EventRecord> records = new RandomRecords(seed).next(RECORDS);
    byte[] aggregate = aggregate(records, AggregateIds.fresh(seed, 0));
    try (Compressor compressor = Compressor.zstd(1)) {
      byte[] frame = compressor.compress(aggregate);
      int contentBytes = Math.toIntExact(Zstd.getFrameContentSize(frame));
      assertThat(contentBytes).isEqualTo(aggregate.length);
      assertSame(readByKcl(Zstd.decompress(frame, contentBytes)), records);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_ofOneAggregateAfterTheOther_keepsThemApart(long seed) {
    var random = new RandomRecords(seed);
    var aggregator = RecordAggregator.kpl(16);
    for (int i = 0; i < 50; i++) {
      List<EventRecord> records = random.next(1 + i);
      records.forEach(aggregator::add);
      assertSame(readByKcl(aggregator.finish(AggregateIds.fresh(seed, i))), records);
    }
  }

  private static byte[] aggregate(List<EventRecord> records, @Nullable AggregateIds ids) {
    var aggregator = RecordAggregator.kpl(1 << 16);
    records.forEach(aggregator::add);
    return aggregator.finish(ids);
  }

  private static List<KinesisClientRecord> readByKcl(byte[] entry) {
    var stored =
        KinesisClientRecord.builder()
            .data(ByteBuffer.wrap(entry))
            .partitionKey("any")
            .sequenceNumber("1")
            .build();
    return new AggregatorUtil().deaggregate(List.of(stored));
  }

  private static void assertSame(List<KinesisClientRecord> read, List<EventRecord> written) {
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      KinesisClientRecord actual = read.get(i);
      EventRecord expected = written.get(i);
      HashKey hashKey = expected.explicitHashKey();
      assertThat(actual.aggregated()).isTrue();
      assertThat(actual.subSequenceNumber()).isEqualTo(i);
      assertThat(actual.partitionKey()).isEqualTo(expected.partitionKey());
      assertThat(actual.explicitHashKey()).isEqualTo(hashKey == null ? null : hashKey.toString());
      assertThat(actual.data()).isEqualTo(expected.buffer());
    }
  }
}
