// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.RecordPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterCodecTest {

  private final DeadLetterCodec codec = new DeadLetterCodec();

  @Test
  void decode_whatEncodeWrote_keepsEveryByte() throws Exception {
    byte[] data = new byte[256];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    var id = new EventId(-5, 6, 7);
    var letter =
        new DeadLetter(
            "decode",
            "bad",
            new RecordPosition("shardId-000000000001", "495", 3),
            EventRecord.of("key", data).withId(id).withExplicitHashKey(HashKey.MAX));
    var buffer = new RecordBuffer(16);
    codec.encode(letter, buffer);
    DeadLetter read = codec.decode(EventRecord.of("k", buffer.toByteArray()));
    assertThat(read.record().copyData()).isEqualTo(data);
    assertThat(read.record().id()).isEqualTo(id);
    assertThat(read.record().explicitHashKey()).isEqualTo(HashKey.MAX);
    assertThat(read.position()).isEqualTo(letter.position());
    assertThat(read.stage()).isEqualTo("decode");
    assertThat(read.reason()).isEqualTo("bad");
  }

  @Test
  void shortest_ofAnyLetter_isPrintableSmallAndStaysCut() throws Exception {
    String odd = "\uFFFE\uD800\r\n".repeat(50_000);
    var letter =
        new DeadLetter(
            odd, odd, new RecordPosition("s", "1", 2), EventRecord.of("\uFFFF", new byte[900_000]));
    var buffer = new RecordBuffer(16);
    codec.encode(letter.shortest(), buffer);
    String line = new String(buffer.toByteArray(), UTF_8);
    assertThat(line).matches("[ -~]*").hasSizeLessThan(8 << 10).doesNotContain("\\u");
    DeadLetter read = codec.decode(EventRecord.of("k", buffer.toByteArray()));
    assertThat(read.isCut()).isTrue();
    assertThat(read.record().copyData()).hasSize(DeadLetter.CUT_BYTES);
    assertThat(read.reason()).startsWith("cut from 900000 bytes with SHA-256 ");
    codec.encode(letter, new RecordBuffer(16));
    assertThat(letter.isCut()).isFalse();
  }

  @Test
  void decode_aLetterOfBefore_hasNoHashKey() throws Exception {
    String line =
        "{\"stage\":\"s\",\"reason\":\"r\",\"shardId\":\"\",\"sequenceNumber\":\"\","
            + "\"subSequenceNumber\":0,\"eventId\":null,\"partitionKey\":\"k\",\"data\":\"AQ==\"}";
    DeadLetter letter = codec.decode(EventRecord.of("k", line.getBytes(UTF_8)));
    assertThat(letter.record().explicitHashKey()).isNull();
    var buffer = new RecordBuffer(16);
    codec.encode(letter, buffer);
    assertThat(new String(buffer.toByteArray(), UTF_8)).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "{\"data\":\"%%\"}", "{\"subSequenceNumber\":0,\"stage\":\"s\"}"})
  void decode_notADeadLetter_isADecodeException(String text) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> codec.decode(EventRecord.of("k", text.getBytes(UTF_8))));
  }
}
