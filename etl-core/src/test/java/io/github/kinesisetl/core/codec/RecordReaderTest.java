// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.KplFormat;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

  private static final Compressor GZIP = Compressor.gzip();
  private static final Compressor ZSTD = Compressor.zstd(1);
  private static final Compressor CHECKED = Compressor.zstdWithChecksum(1);
  private static final RecordReader READER = RecordReader.withLimits(ReaderLimits.DEFAULT);

  /** Small enough that a mutation cannot get near a real machine's memory unnoticed. */
  private static final ReaderLimits TIGHT =
      new ReaderLimits(4, 500, new FrameLimits(1 << 16, 1000));

  @AfterAll
  static void close() {
    READER.close();
    ZSTD.close();
    CHECKED.close();
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
  void read_denseAggregateDeeperThanAllowed_isNoPlainRecord() {
    var aggregator = RecordAggregator.dense(64);
    aggregator.add(EventRecord.of("k", "{}".getBytes(StandardCharsets.UTF_8)));
    byte[] bytes;
    try (Compressor zstd = Compressor.zstdWithChecksum(1)) {
      bytes = zstd.compress(aggregator.finish(null));
    }
    for (int depth = 2; depth < 8; depth++) {
      bytes = GZIP.compress(bytes);
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
    var aggregator = RecordAggregator.kpl(1024);
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
    var aggregator = RecordAggregator.kpl(1024);
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
    var aggregator = RecordAggregator.kpl(1024);
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
    var aggregator = RecordAggregator.kpl(64);
    aggregator.add(EventRecord.of("k", new byte[] {1}));
    byte[] bytes = aggregator.finish(null);
    bytes[bytes.length - 1] ^= 1;
    List<ReadResult> results = READER.read(EventRecord.of("k", bytes));
    assertThat(results).singleElement().isInstanceOf(Opened.class);
    assertThat(results.get(0).record().copyData()).isEqualTo(bytes);
  }

  /** In band there is no escape, so all of it must fit before a payload is taken for ours. */
  @Test
  void read_denseAggregateWithoutItsFrame_isAPlainRecord() {
    byte[] dense = denseAggregate();
    byte[] inOne = CHECKED.compress(dense);
    assertThat(payloads(inOne)).containsExactly("1", "2");
    assertPlain(dense, dense); // out of no frame
    assertPlain(ZSTD.compress(dense), dense); // of no checksum
    assertPlain(GZIP.compress(dense), dense);
    byte[] longer = Arrays.copyOf(dense, dense.length + 1);
    assertPlain(CHECKED.compress(longer), longer);
    var around = RecordAggregator.dense(64);
    around.add(EventRecord.of("k", dense));
    byte[] twice = CHECKED.compress(around.finish(null));
    assertPlain(twice, dense); // a record's own bytes lie in no frame of their own
    byte[] torn = inOne.clone();
    torn[torn.length - 1] ^= 1;
    assertMalformed(torn, Reason.MALFORMED); // a wrong checksum
  }

  @Test
  void read_denseAggregate_nestsLikeAnyOther() {
    byte[] entry = CHECKED.compress(denseAggregate());
    assertThat(payloads(GZIP.compress(entry))).containsExactly("1", "2");
    assertThat(payloads(ZSTD.compress(entry))).containsExactly("1", "2");
    var around = RecordAggregator.kpl(64);
    around.add(EventRecord.of("k", entry));
    around.add(EventRecord.of("l", "3".getBytes(StandardCharsets.UTF_8)));
    assertThat(payloads(around.finish(null))).containsExactly("1", "2", "3");
  }

  private static byte[] denseAggregate() {
    var aggregator = RecordAggregator.dense(64);
    aggregator.add(EventRecord.of("a", "1".getBytes(StandardCharsets.UTF_8)));
    aggregator.add(EventRecord.of("b", "2".getBytes(StandardCharsets.UTF_8)));
    return aggregator.finish(AggregateIds.fresh(1, 2));
  }

  private static List<String> payloads(byte[] entry) {
    return READER.read(EventRecord.of("x", entry)).stream()
        .map(result -> new String(result.record().copyData(), StandardCharsets.UTF_8))
        .toList();
  }

  private static void assertPlain(byte[] entry, byte[] payload) {
    assertThat(READER.read(EventRecord.of("x", entry)))
        .singleElement()
        .isInstanceOf(Opened.class)
        .satisfies(result -> assertThat(result.record().copyData()).isEqualTo(payload));
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

  @Test
  void read_recordOfAnAggregateWithoutDataOrKey_isMalformedAlone() {
    // key k; data 1 under it; no data; key 7 of 1; data 4 under it
    String message = "0a016b" + "1a0508001a0131" + "1a020800" + "1a0508071a0133" + "1a0508001a0134";
    List<ReadResult> results = READER.read(EventRecord.of("entry", sealed(message)));
    assertThat(results)
        .extracting(result -> HexFormat.of().formatHex(result.record().copyData()))
        .containsExactly("31", "0800", "33", "34");
    assertThat(results)
        .extracting(result -> result.record().partitionKey())
        .containsExactly("k", "entry", "entry", "k");
    assertThat(results)
        .extracting(result -> result instanceof Opened)
        .containsExactly(true, false, false, true);
  }

  /** Issue 11: of an aggregate with one key that is too long, no record came. */
  @Test
  void read_oddKeysInAnAggregate_keepTheirRecords() {
    String longKey = "\ud83d\ude00".repeat(300);
    String hex = HexFormat.of().formatHex(longKey.getBytes(StandardCharsets.UTF_8));
    String message = "0ab009" + hex + "0a00" + "1a0508001a0131" + "1a0508011a0132";
    assertThat(READER.read(EventRecord.of("entry", sealed(message))))
        .extracting(RecordReaderTest::text)
        .containsExactly(longKey + "=1", "=2");
  }

  @Test
  void read_jsonThatLooksLikeAClaimCheck_isSomebodysOwn() {
    for (String own : List.of("\"a\":1}", "\"a\":{\"uri\":1}}", "\"claim\":\"x\"}\n")) {
      byte[] bytes = ("{\"kinesisetl.claim\":1," + own).getBytes(StandardCharsets.UTF_8);
      assertThat(READER.read(EventRecord.of("k", bytes)))
          .singleElement()
          .satisfies(result -> assertThat(result).isInstanceOf(Opened.class))
          .satisfies(result -> assertThat(result.record().copyData()).isEqualTo(bytes));
    }
    for (String broken : List.of("", "\"uri\":\"s3://a/b\"}", "\"a\":1}{", "\"bytes\":1}")) {
      assertMalformed(
          ("{\"kinesisetl.claim\":1," + broken).getBytes(StandardCharsets.UTF_8), Reason.MALFORMED);
    }
  }

  @Test
  void read_zlib_isOpenedByChoice() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out)) {
      deflater.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }
    EventRecord entry = EventRecord.of("k", out.toByteArray());
    assertThat(READER.read(entry).get(0).record().copyData()).isEqualTo(out.toByteArray());
    try (RecordReader zlib = RecordReader.builder().zlib(true).build()) {
      assertThat(zlib.read(entry))
          .extracting(RecordReaderTest::text)
          .containsExactly("k={\"a\":1}");
      EventRecord plain = EventRecord.of("k", "x plain".getBytes(StandardCharsets.UTF_8));
      assertThat(zlib.read(plain)).extracting(RecordReaderTest::text).containsExactly("k=x plain");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|{\"a\":1}",
        "{\"a\":1}\\n{\"a\":2}\\n|{\"a\":1};{\"a\":2}",
        "{}{} {}|{};{};{}",
        " [ {\"a\":[1,2]} , 3,\"x\" ] |{\"a\":[1,2]};3;\"x\"",
        "[{}]|{}",
        "[]|[]",
        "[{}]\\n[{}]|[{}]\\n[{}]",
        "{\"a\":1}\\n{\"a\":|{\"a\":1}\\n{\"a\":",
        "plain {}|plain {}"
      })
  void read_severalDocuments_areRecordsByChoice(String entry, String documents) {
    String text = entry.replace("\\n", "\n");
    try (RecordReader splitting = RecordReader.builder().splitJson(true).build()) {
      List<ReadResult> results =
          splitting.read(EventRecord.of("k", text.getBytes(StandardCharsets.UTF_8)));
      assertThat(results)
          .extracting(result -> new String(result.record().copyData(), StandardCharsets.UTF_8))
          .containsExactly(documents.replace("\\n", "\n").split(";"));
    }
  }

  @Test
  void read_documentsOfOneRecord_shareNoId() {
    var aggregator = RecordAggregator.kpl(256);
    aggregator.add(EventRecord.of("k", "{}{}".getBytes(StandardCharsets.UTF_8)));
    aggregator.add(EventRecord.of("k", "{}".getBytes(StandardCharsets.UTF_8)));
    byte[] entry = aggregator.finish(AggregateIds.fresh(1, 2));
    try (RecordReader splitting = RecordReader.builder().splitJson(true).build()) {
      assertThat(splitting.read(EventRecord.of("k", entry)))
          .extracting(result -> String.valueOf(result.record().id()))
          .containsExactly("null", "null", "0000000000000001-2-1");
    }
  }

  private static byte[] sealed(String message) {
    byte[] bytes = HexFormat.of().parseHex(message);
    String md5 = HexFormat.of().formatHex(KplFormat.md5().digest(bytes));
    return HexFormat.of().parseHex("f3899ac2" + message + md5);
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
      int form = depth == 0 ? 3 : random.nextInt(5);
      if (form == 0) {
        return GZIP.compress(bytes(key, depth - 1));
      } else if (form == 1) {
        return ZSTD.compress(bytes(key, depth - 1));
      } else if (form == 2) {
        return aggregate(RecordAggregator.kpl(256), depth - 1);
      } else if (form == 4) {
        return CHECKED.compress(aggregate(RecordAggregator.dense(256), depth - 1));
      }
      String payload = "{\"n\":" + random.nextInt(1_000_000) + "}";
      payloads.add(key + "=" + payload);
      return payload.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] aggregate(RecordAggregator aggregator, int depth) {
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        aggregator.add(entry(depth));
      }
      return aggregator.finish(
          random.nextBoolean() ? AggregateIds.fresh(random.nextLong(), 1) : null);
    }
  }
}
