// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.DenseTable;
import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of our own (docs/wire-format.md): written, read, and told from what is none. */
class DenseAggregateTest {

  private static final int MOST = 1_000;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_whatFinishWrote_restoresEveryRecord(long seed) throws Exception {
    var random = new Random(seed);
    var aggregator = RecordAggregator.dense(16);
    for (int round = 0; round < 3; round++) {
      List<EventRecord> records = randomRecords(random, 1 + random.nextInt(100));
      int bound = aggregator.sizeBytes();
      for (EventRecord record : records) {
        bound += RecordAggregator.maxBytesOf(record.partitionKey(), record.sizeBytes());
        aggregator.add(record);
      }
      int sizeBytes = aggregator.sizeBytes();
      byte[] bytes = aggregator.finish(AggregateIds.fresh(seed, round));

      assertThat(bytes.length).isBetween(sizeBytes - 40 - records.size(), sizeBytes);
      assertThat(sizeBytes).isLessThanOrEqualTo(bound);
      assertSame(deaggregate(bytes), records, seed, round);
    }
  }

  /** The page's own example: a reader in another language may be tested with it. */
  @Test
  void finish_threeRecords_isTheFormatByteForByte() {
    var aggregator = RecordAggregator.dense(64);
    aggregator.add(EventRecord.of("user-1", "{\"u\":\"user-1\"}".getBytes(UTF_8)));
    aggregator.add(EventRecord.of("k", new byte[] {1}));
    aggregator.add(EventRecord.of("k", new byte[0]).withExplicitHashKey(new HashKey(0, 7)));

    String expected =
        "ec9b5aa201" // magic, version
            + "7b2275223a22757365722d31227d"
            + "01" // the payloads
            + "0603" // flags: hash keys and ids; 3 records
            + "0e0100" // their lengths
            + "070000" // places: the key stands at 6; of the table twice
            + "060001" // six bytes of it; the next key; key 0
            + "016b" // the table: one byte, k
            + "000001"
            + "00".repeat(15)
            + "07" // hash keys: none, none, the next one; it
            + "0000000000000009"
            + "04" // epoch 9, aggregate 4
            + "29000000"; // the footer has 41 bytes
    assertThat(HexFormat.of().formatHex(aggregator.finish(AggregateIds.fresh(9, 4))))
        .isEqualTo(expected);
  }

  @Test
  void complete_inPlace_isWhatFinishGives() {
    var aggregator = RecordAggregator.dense(64);
    var key = new KeyBuffer();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < MOST; i++) {
        key.set("käy" + i % (300 * round + 1));
        assertThat(aggregator.add(key, new byte[] {(byte) i}, 0, 1)).isEqualTo(i);
      }
      byte[] inPlace = aggregator.complete(AggregateIds.fresh(1, 2)).toByteArray();
      aggregator.clear();
      for (int i = 0; i < MOST; i++) {
        aggregator.add(EventRecord.of("käy" + i % (300 * round + 1), new byte[] {(byte) i}));
      }
      assertThat(aggregator.finish(AggregateIds.fresh(1, 2))).isEqualTo(inPlace);
    }
  }

  @Test
  void ids_ofASplitAggregate_areThoseOfTheFirst() throws Exception {
    var aggregator = RecordAggregator.dense(64);
    for (int i = 0; i < 3; i++) {
      aggregator.add(EventRecord.of("k", new byte[] {(byte) i}));
    }

    assertThat(deaggregate(aggregator.finish(AggregateIds.kept(9, 4, 2, 5, 300))))
        .extracting(EventRecord::id)
        .containsExactly(new EventId(9, 4, 2), new EventId(9, 4, 5), new EventId(9, 4, 300));
  }

  /** What begins as one is one to the last byte, or none: nothing of it is believed. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fill_mutatedBytes_areNoneOrWholeRecords(long seed) throws Exception {
    var random = new Random(seed);
    var aggregator = RecordAggregator.dense(64);
    randomRecords(random, 1 + random.nextInt(40)).forEach(aggregator::add);
    byte[] bytes = aggregator.finish(AggregateIds.fresh(1, 2));
    var table = new DenseTable();
    for (int i = 0; i < 500; i++) {
      byte[] mutated = mutated(bytes, random);
      boolean isOne;
      try {
        isOne = table.fill(mutated, 0, mutated.length, MOST);
      } catch (MalformedFrameException e) {
        assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_RECORDS);
        continue;
      }
      for (int record = 0; isOne && record < table.size(); record++) {
        assertThat(table.offset(record)).isBetween(5, mutated.length - table.sizeBytes(record));
        assertThat(table.partitionKey(record)).isNotNull();
        Object unused = table.explicitHashKey(record);
        unused = table.id(record);
      }
    }
  }

  @Test
  void fill_fieldsOfALaterDay_areSkipped() throws Exception {
    byte[] one = one("10" + "01" + "01" + "0000" + "016b" + "07" + "03" + "aabbcc" + "05" + "00");

    assertThat(deaggregate(one))
        .singleElement()
        .extracting(EventRecord::partitionKey)
        .isEqualTo("k");
  }

  @Test
  void fill_whatIsNotOneToTheLastByte_isNone() throws Exception {
    assertThat(isOne("00" + "01" + "01" + "0000" + "016b")).isTrue();
    assertThat(isOne("01" + "01" + "01" + "0000" + "016b")).isTrue(); // misplaced are repeated
    assertThat(isOne("00" + "01" + "01" + "0000" + "016b" + "00")).isFalse(); // a byte behind it
    assertThat(isOne("20" + "01" + "01" + "0000" + "016b")).isFalse(); // an unknown flag
    assertThat(isOne("08" + "01" + "01" + "0000" + "016b")).isFalse(); // positions without ids
    assertThat(isOne("00" + "00")).isFalse(); // no record
    assertThat(isOne("00" + "01" + "02" + "0000" + "016b")).isFalse(); // more data than there is
    assertThat(isOne("00" + "01" + "00" + "0000" + "016b")).isFalse(); // less
    assertThat(isOne("00" + "01" + "01" + "0001" + "016b")).isFalse(); // key 0 of none
    assertThat(isOne("00" + "01" + "01" + "0102")).isFalse(); // a key longer than the payload
    assertThat(isOne("00" + "01" + "01" + "0201")).isFalse(); // a key behind the payload
    assertThat(isOne("00" + "01" + "01" + "0100")).isFalse(); // a key of no bytes in the payload
    assertThat(isOne("00" + "01" + "01" + "0000" + "026b")).isFalse(); // a cut table
    assertThat(isOne("00" + "01" + "01" + "0000" + "016b", 6)).isFalse(); // a wrong length
    assertThat(isOne("02" + "01" + "01" + "0000" + "016b" + "01")).isFalse(); // a cut hash key
    assertThat(isOne("04" + "01" + "01" + "0000" + "016b" + "00".repeat(8))).isFalse(); // cut ids
    assertThat(isOne("00" + "ffffffff0f" + "01" + "0000" + "016b")).isFalse(); // 2^32-1 records
    assertThat(isOne("00" + "80".repeat(12))).isFalse(); // a number without end
  }

  /** A table's key is short, and made once, or a small frame would cost gigabytes of keys. */
  @Test
  void partitionKey_ofTheTable_isOneTextForAllItsRecords() throws Exception {
    var aggregator = RecordAggregator.dense(64);
    for (int i = 0; i < 3; i++) {
      aggregator.add(EventRecord.of("\uD83D\uDCA5".repeat(256), new byte[] {(byte) i}));
    }
    byte[] bytes = aggregator.finish(null);
    var table = new DenseTable();
    assertThat(table.fill(bytes, 0, bytes.length, MOST)).isTrue();
    assertThat(table.partitionKey(0)).hasSize(512).isSameAs(table.partitionKey(2));
    String footer = "00" + "01" + "01" + "0000";
    assertThat(isOne(footer + "8008" + "61".repeat(1_024))).isTrue();
    assertThat(isOne(footer + "8108" + "61".repeat(1_025))).isFalse();
  }

  @Test
  void fill_moreThanAllowed_isRefused() {
    var aggregator = RecordAggregator.dense(64);
    for (int i = 0; i < 11; i++) {
      aggregator.add(EventRecord.of("k", new byte[0]));
    }
    byte[] bytes = aggregator.finish(null);

    assertThatExceptionOfType(MalformedFrameException.class)
        .isThrownBy(() -> new DenseTable().fill(bytes, 0, bytes.length, 10))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_RECORDS));
  }

  @Test
  void add_keyInThePayload_costsNoKey() {
    var inside = RecordAggregator.dense(64);
    var outside = RecordAggregator.dense(64);
    for (int i = 1_000; i < 2_000; i++) {
      byte[] data = ("{\"id\":" + i + ",\"user\":\"user-" + i + "\"}").getBytes(UTF_8);
      inside.add(EventRecord.of("user-" + i, data));
      outside.add(EventRecord.of("USER-" + i, data));
    }

    assertThat(outside.finish(null).length - inside.finish(null).length).isEqualTo(9_000 + 1_000);
  }

  private static boolean isOne(String footer) throws Exception {
    byte[] bytes = one(footer);
    return new DenseTable().fill(bytes, 0, bytes.length, MOST);
  }

  private static boolean isOne(String footer, int length) throws Exception {
    byte[] bytes = one(footer);
    bytes[bytes.length - 4] = (byte) length;
    return new DenseTable().fill(bytes, 0, bytes.length, MOST);
  }

  /** An aggregate of one record of one byte, with this footer. */
  private static byte[] one(String footer) {
    int length = footer.length() / 2;
    String end = "%02x%02x0000".formatted(length & 0xff, length >> 8);
    return HexFormat.of().parseHex("ec9b5aa201" + "7b" + footer + end);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated = Arrays.copyOf(bytes, bytes.length - (random.nextInt(4) == 0 ? 1 : 0));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int tail = Math.min(mutated.length, random.nextBoolean() ? 60 : mutated.length);
      mutated[mutated.length - 1 - random.nextInt(tail)] = (byte) random.nextInt();
    }
    return mutated;
  }

  private static List<EventRecord> deaggregate(byte[] bytes) throws MalformedFrameException {
    return RecordDeaggregator.deaggregate(bytes, 0, bytes.length, MOST);
  }

  private static void assertSame(
      List<EventRecord> actual, List<EventRecord> expected, long epoch, long number) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).partitionKey()).isEqualTo(expected.get(i).partitionKey());
      assertThat(actual.get(i).explicitHashKey()).isEqualTo(expected.get(i).explicitHashKey());
      assertThat(actual.get(i).copyData()).isEqualTo(expected.get(i).copyData());
      assertThat(actual.get(i).id()).isEqualTo(new EventId(epoch, number, i));
    }
  }

  /** Keys in their payloads, at places that repeat and that do not, and keys that are nowhere. */
  private static List<EventRecord> randomRecords(Random random, int count) {
    List<EventRecord> records = new ArrayList<>();
    boolean routed = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      String key =
          switch (random.nextInt(4)) {
            case 0 -> "ключ-" + random.nextInt(5);
            case 1 -> "k".repeat(1 + random.nextInt(256));
            default -> "k" + random.nextInt(2_000);
          };
      String before = "x".repeat(random.nextInt(3) == 0 ? random.nextInt(1_200) : 7);
      String payload =
          random.nextInt(3) == 0 ? before : before + key + "y".repeat(random.nextInt(9));
      HashKey hashKey =
          routed && random.nextInt(4) == 0 ? new HashKey(random.nextLong(), i % 3) : null;
      records.add(EventRecord.of(key, payload.getBytes(UTF_8)).withExplicitHashKey(hashKey));
    }
    return records;
  }
}
