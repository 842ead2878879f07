// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

  private static final Compressor GZIP = Compressor.gzip();
  private static final Compressor ZSTD = Compressor.zstd(1);
  private static final RecordReader READER = RecordReader.withLimits(ReaderLimits.DEFAULT);

  /** Small enough that a mutation cannot get near a real machine's memory unnoticed. */
  private static final ReaderLimits TIGHT =
      new ReaderLimits(4, 500, new FrameLimits(1 << 16, 1000));

  @AfterAll
  static void close() {
    READER.close();
    ZSTD.close();
  }

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 2_500, 5_000, 7_500})
  void read_anyNestingOfForms_givesEveryRecordInOrder(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 2_500; seed++) {
      var nest = new Nest(new Random(seed));
      EventRecord entry = nest.entry(4);
      List<ReadResult> results = READER.read(entry);
      assertThat(results).as("seed %d", seed).allMatch(Opened.class::isInstance);
      assertThat(results.stream().map(RecordReaderTest::text).toList())
          .as("seed %d", seed)
          .isEqualTo(nest.payloads);
    }
  }

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 5_000, 10_000, 15_000})
  void read_anyMutationOfValidBytes_givesRecordsOrAMalformedFrame(long firstSeed) {
    try (RecordReader tight = RecordReader.withLimits(TIGHT)) {
      for (long seed = firstSeed; seed < firstSeed + 5_000; seed++) {
        var random = new Random(seed);
        EventRecord entry = new Nest(random).entry(4);
        List<ReadResult> results = tight.read(mutated(entry, random));
        assertThat(results).as("seed %d", seed).isNotEmpty().hasSizeLessThanOrEqualTo(500);
        assertThat(distinctBytes(results)).as("seed %d", seed).isLessThan(4 * (1 << 16));
      }
    }
  }

  @Test
  void read_deeperThanAllowed_isMalformedAsAWhole() {
    byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
    for (int depth = 0; depth < 8; depth++) {
      bytes = depth % 2 == 0 ? GZIP.compress(bytes) : ZSTD.compress(bytes);
    }
    assertThat(READER.read(EventRecord.of("k", bytes))).hasOnlyElementsOfType(Opened.class);
    assertMalformed(GZIP.compress(bytes), Reason.TOO_DEEP);
  }

  @Test
  void read_bomb_isMalformedWithinTheBound() {
    byte[] bomb = ZSTD.compress(new byte[200 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);
    assertMalformed(bomb, Reason.TOO_LARGE);
    assertMalformed(GZIP.compress(new byte[40 << 20]), Reason.TOO_LARGE);
  }

  @Test
  void read_manySmallBombsInOneAggregate_shareOneBudget() {
    byte[] bomb = GZIP.compress(new byte[1 << 20]);
    var aggregator = new RecordAggregator(1024);
    for (int i = 0; i < 40; i++) {
      aggregator.add(EventRecord.of("k", bomb));
    }
    List<ReadResult> results = READER.read(EventRecord.of("a", aggregator.finish(null)));
    assertThat(results).hasSize(40);
    assertThat(results.stream().filter(Opened.class::isInstance)).hasSize(32);
    assertThat(results.get(39)).isInstanceOf(Malformed.class);
  }

  @Test
  void read_thousandsOfStubsThatClaimMuch_harmNobody() {
    byte[] frame = ZSTD.compress(new byte[1 << 20]);
    byte[] stub = Arrays.copyOf(frame, 13);
    var aggregator = new RecordAggregator(1024);
    for (int i = 0; i < 5_000; i++) {
      aggregator.add(EventRecord.of("k", stub));
    }
    aggregator.add(EventRecord.of("k", "{}".getBytes(StandardCharsets.UTF_8)));
    List<ReadResult> results = READER.read(EventRecord.of("a", aggregator.finish(null)));
    assertThat(results.subList(0, 5_000)).hasOnlyElementsOfType(Malformed.class);
    assertThat(results.get(5_000)).isInstanceOf(Opened.class);
  }

  @Test
  void read_oneBrokenRecordInAnAggregate_leavesItsNeighboursAlone() {
    var aggregator = new RecordAggregator(1024);
    aggregator.add(EventRecord.of("a", "1".getBytes(StandardCharsets.UTF_8)));
    aggregator.add(EventRecord.of("b", new byte[] {0x1f, (byte) 0x8b, 8, 0}));
    aggregator.add(EventRecord.of("c", "3".getBytes(StandardCharsets.UTF_8)));
    List<ReadResult> results =
        READER.read(EventRecord.of("x", aggregator.finish(AggregateIds.fresh(1, 2))));
    assertThat(results)
        .extracting(ReadResult::getClass)
        .hasToString(List.of(Opened.class, Malformed.class, Opened.class).toString());
    assertThat(results.get(1).record().copyData()).startsWith(0x1f, 0x8b);
    assertThat(results.get(1).record().id()).hasToString("0000000000000001-2-1");
  }

  @Test
  void read_wrongMd5_isAPlainRecordWithAllItsBytes() {
    var aggregator = new RecordAggregator(64);
    aggregator.add(EventRecord.of("k", new byte[] {1}));
    byte[] bytes = aggregator.finish(null);
    bytes[bytes.length - 1] ^= 1;
    List<ReadResult> results = READER.read(EventRecord.of("k", bytes));
    assertThat(results).singleElement().isInstanceOf(Opened.class);
    assertThat(results.get(0).record().copyData()).isEqualTo(bytes);
  }

  @Test
  void read_largestKinesisRecord_isOneRecord() {
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);
    large[0] = '{';
    assertThat(READER.read(EventRecord.of("k", large))).singleElement().isInstanceOf(Opened.class);
    assertThat(READER.read(EventRecord.of("k", ZSTD.compress(large))))
        .singleElement()
        .satisfies(result -> assertThat(result.record().copyData()).isEqualTo(large));
  }

  @Test
  void read_empty_isOneEmptyRecord() {
    assertThat(READER.read(EventRecord.of("k", new byte[0])))
        .singleElement()
        .satisfies(result -> assertThat(result.record().sizeBytes()).isZero());
  }

  private static void assertMalformed(byte[] bytes, Reason reason) {
    assertThat(READER.read(EventRecord.of("k", bytes)))
        .singleElement()
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> {
              assertThat(malformed.cause().reason()).isEqualTo(reason);
              assertThat(malformed.record().array()).isSameAs(bytes);
            });
  }

  private static String text(ReadResult result) {
    return result.record().partitionKey()
        + "="
        + new String(result.record().copyData(), StandardCharsets.UTF_8);
  }

  private static long distinctBytes(List<ReadResult> results) {
    return results.stream()
        .map(result -> result.record().array())
        .distinct()
        .mapToLong(array -> array.length)
        .sum();
  }

  private static EventRecord mutated(EventRecord entry, Random random) {
    byte[] bytes = entry.copyData();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(3) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    return entry.withData(bytes);
  }

  /** Makes an entry of random forms in each other and remembers what a reader must find. */
  private static final class Nest {
    private final List<String> payloads = new ArrayList<>();
    private final Random random;

    Nest(Random random) {
      this.random = random;
    }

    EventRecord entry(int depth) {
      String key = "k" + random.nextInt(50);
      return EventRecord.of(key, bytes(key, depth));
    }

    private byte[] bytes(String key, int depth) {
      int form = depth == 0 ? 3 : random.nextInt(4);
      if (form == 0) {
        return GZIP.compress(bytes(key, depth - 1));
      } else if (form == 1) {
        return ZSTD.compress(bytes(key, depth - 1));
      } else if (form == 2) {
        return aggregate(depth - 1);
      }
      String payload = "{\"n\":" + random.nextInt(1_000_000) + "}";
      payloads.add(key + "=" + payload);
      return payload.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] aggregate(int depth) {
      var aggregator = new RecordAggregator(256);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        aggregator.add(entry(depth));
      }
      return aggregator.finish(
          random.nextBoolean() ? AggregateIds.fresh(random.nextLong(), 1) : null);
    }
  }
}
