// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordAggregatorTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void deaggregate_whatFinishWrote_restoresEveryRecord(long seed) throws Exception {
    var random = new Random(seed);
    var aggregator = RecordAggregator.kpl(16);
    for (int round = 0; round < 3; round++) {
      List<EventRecord> records = randomRecords(random, 1 + random.nextInt(60));
      int bound = aggregator.sizeBytes();
      for (EventRecord record : records) {
        bound += RecordAggregator.maxBytesOf(record.partitionKey(), record.sizeBytes());
        aggregator.add(record);
      }
      int sizeBytes = aggregator.sizeBytes();
      byte[] bytes = aggregator.finish(AggregateIds.fresh(seed, round));
      assertThat(bytes.length).isBetween(sizeBytes - 40, sizeBytes);
      assertThat(sizeBytes).isLessThanOrEqualTo(bound);
      assertSame(deaggregate(bytes), records, seed, round);
    }
  }

  @Test
  void finish_withoutIds_isTheFormatByteForByte() throws Exception {
    var aggregator = RecordAggregator.kpl(64);
    aggregator.add(EventRecord.of("k", new byte[] {1, 2}));
    aggregator.add(EventRecord.of("k", new byte[] {3}).withExplicitHashKey(new HashKey(0, 7)));
    byte[] message =
        HexFormat.of().parseHex("0a016b" + "1a061a0201020800" + "120137" + "1a071a010308001000");
    byte[] md5 = MessageDigest.getInstance("MD5").digest(message);
    String expected =
        "f3899ac2" + HexFormat.of().formatHex(message) + HexFormat.of().formatHex(md5);
    assertThat(HexFormat.of().formatHex(aggregator.finish(null))).isEqualTo(expected);
  }

  @Test
  void complete_inPlace_isWhatFinishGives() {
    var aggregator = RecordAggregator.kpl(64);
    var key = new KeyBuffer();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 1_000; i++) {
        EventRecord record =
            EventRecord.of("k\u00e4y" + i % (300 * round + 1), new byte[] {(byte) i});
        key.set(record.partitionKey());
        assertThat(aggregator.add(key, record.array(), 0, 1)).isEqualTo(i);
      }
      byte[] inPlace = aggregator.complete(AggregateIds.fresh(1, 2)).toByteArray();
      assertThatIllegalStateException().isThrownBy(() -> aggregator.complete(null));
      assertThatIllegalStateException()
          .isThrownBy(() -> aggregator.add(EventRecord.of("k", new byte[1])));
      aggregator.clear();
      for (int i = 0; i < 1_000; i++) {
        aggregator.add(EventRecord.of("k\u00e4y" + i % (300 * round + 1), new byte[] {(byte) i}));
      }
      assertThat(aggregator.finish(AggregateIds.fresh(1, 2))).isEqualTo(inPlace);
    }
  }

  @Test
  void ids_ofASplitAggregate_areThoseOfTheFirst() throws Exception {
    var aggregator = RecordAggregator.kpl(64);
    for (int i = 0; i < 3; i++) {
      aggregator.add(EventRecord.of("k", new byte[] {(byte) i}));
    }
    List<EventRecord> records = deaggregate(aggregator.finish(AggregateIds.kept(9, 4, 2, 5, 300)));
    assertThat(records)
        .extracting(EventRecord::id)
        .containsExactly(new EventId(9, 4, 2), new EventId(9, 4, 5), new EventId(9, 4, 300));
  }

  @Test
  void ids_thatDoNotFit_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> AggregateIds.kept(1, 0, 3, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> AggregateIds.fresh(1, -1));
    var aggregator = RecordAggregator.kpl(64);
    assertThatIllegalStateException().isThrownBy(() -> aggregator.finish(null));
    aggregator.add(EventRecord.of("k", new byte[1]));
    assertThatIllegalStateException()
        .isThrownBy(() -> aggregator.finish(AggregateIds.kept(1, 0, 1, 2)));
  }

  @Test
  void isAggregate_wrongMd5_isAPlainRecord() {
    byte[] bytes = oneRecord();
    assertThat(RecordDeaggregator.isAggregate(bytes, 0, bytes.length)).isTrue();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      assertThat(RecordDeaggregator.isAggregate(bytes, 0, bytes.length)).isFalse();
      bytes[i] ^= 1;
    }
    assertThat(RecordDeaggregator.isAggregate(bytes, 0, 19)).isFalse();
  }

  @Test
  void deaggregate_brokenMessages_tellWhatIsWrong() {
    assertMalformed("0a016b1a0608001a0201", Reason.TRUNCATED); // data cut
    assertMalformed("0a80", Reason.TRUNCATED); // varint cut
    assertMalformed("0a" + "80".repeat(10) + "00", Reason.MALFORMED); // varint without end
    assertMalformed("0a016b1a0608011a020102", Reason.MALFORMED); // key index 1 of 1
    assertMalformed("0a016b1a041a020102", Reason.MALFORMED); // no key
    assertMalformed("0a016b1a020800", Reason.MALFORMED); // no data
    assertMalformed("0b", Reason.MALFORMED); // group
    assertMalformed("00", Reason.MALFORMED); // field 0
  }

  @Test
  void deaggregate_moreThanAllowed_isRefused() {
    var aggregator = RecordAggregator.kpl(64);
    for (int i = 0; i < 11; i++) {
      aggregator.add(EventRecord.of("k", new byte[0]));
    }
    byte[] bytes = aggregator.finish(null);
    assertThatExceptionOfType(MalformedFrameException.class)
        .isThrownBy(() -> RecordDeaggregator.deaggregate(bytes, 0, bytes.length, 10))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_RECORDS));
  }

  @Test
  void deaggregate_unknownFieldsAndLateTables_areFine() throws Exception {
    // A tag, an unknown varint, fixed64 and fixed32; the key table stands behind its record.
    String message = "1a0e08001a0101" + "2205" + "0a01741200" + "7801" + "79" + "00".repeat(8);
    List<EventRecord> records = deaggregate(sealed(message + "7d00000000" + "0a016b"));
    assertThat(records).hasSize(1);
    assertThat(records.get(0).partitionKey()).isEqualTo("k");
    assertThat(records.get(0).id()).isNull();
  }

  /** Issue 11: what KCL would not look at must not bury an aggregate. */
  @Test
  void deaggregate_oddEntriesOfTables_buryNothing() throws Exception {
    String record = "1a0608001a020102";
    assertThat(deaggregate(sealed("0a016b0a00120178" + record))).hasSize(1); // not referred to
    assertThat(deaggregate(sealed("0a00" + record)).get(0).partitionKey()).isEmpty();
    String longKey = "6b".repeat(300);
    EventRecord under = deaggregate(sealed("0aac02" + longKey + record)).get(0);
    assertThat(under.partitionKey()).hasSize(300);
    assertThat(under.withData(new byte[1]).withId(null).partitionKey()).hasSize(300);
    String routed = "1a08080010001a020102";
    assertThat(hashKeyOf("0a016b1203303037" + routed)).isEqualTo(new HashKey(0, 7)); // 007
    assertThat(hashKeyOf("0a016b120178" + routed)).isNull(); // x
    assertThat(hashKeyOf("0a016b" + routed)).isNull(); // entry 0 of none
  }

  /** Issue 11: ids that fit no record are none, and the records come. */
  @Test
  void deaggregate_idsThatDoNotFit_givesRecordsWithoutIds() throws Exception {
    String record = "0a016b1a0608001a020102";
    for (String ids :
        List.of("c23e00", "c23e020a01", "c23e0f09" + "00".repeat(8) + "10001a020000")) {
      assertThat(deaggregate(sealed(record + ids)))
          .singleElement()
          .satisfies(only -> assertThat(only.id()).isNull());
    }
  }

  private static @Nullable HashKey hashKeyOf(String message) throws Exception {
    return deaggregate(sealed(message)).get(0).explicitHashKey();
  }

  private static void assertMalformed(String message, Reason reason) {
    assertThatExceptionOfType(MalformedFrameException.class)
        .isThrownBy(() -> deaggregate(sealed(message)))
        .withMessageContaining("aggregate")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] sealed(String message) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(message);
    byte[] md5 = MessageDigest.getInstance("MD5").digest(bytes);
    return HexFormat.of().parseHex("f3899ac2" + message + HexFormat.of().formatHex(md5));
  }

  private static byte[] oneRecord() {
    var aggregator = RecordAggregator.kpl(64);
    aggregator.add(EventRecord.of("key", new byte[] {1, 2, 3}));
    return aggregator.finish(null);
  }

  private static List<EventRecord> deaggregate(byte[] bytes) throws MalformedFrameException {
    assertThat(RecordDeaggregator.isAggregate(bytes, 0, bytes.length)).isTrue();
    return RecordDeaggregator.deaggregate(bytes, 0, bytes.length, 1000);
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

  private static List<EventRecord> randomRecords(Random random, int count) {
    List<EventRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[random.nextInt(300)];
      random.nextBytes(data);
      String key = random.nextInt(3) == 0 ? "ключ-" + random.nextInt(5) : "k" + random.nextInt(200);
      HashKey hashKey =
          random.nextInt(4) == 0 ? new HashKey(random.nextLong(), random.nextLong()) : null;
      records.add(EventRecord.of(key, data).withExplicitHashKey(hashKey));
    }
    return records;
  }
}
