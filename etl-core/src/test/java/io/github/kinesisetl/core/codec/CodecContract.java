// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each codec keeps to: it reads what it wrote, writes behind what is there, answers bytes of
 * any kind with an event or a {@link DecodeException} without quoting them, and may be used by many
 * threads.
 */
abstract class CodecContract<T> {

  private static final String SECRET = "s3cr3t";

  /** The codec to ask. */
  abstract Codec<T> codec();

  /** An event that holds the text {@code s3cr3t}. */
  abstract T event();

  @Test
  final void decode_whatEncodeWrote_encodesToTheSame() throws Exception {
    byte[] written = encoded(event());
    assertThat(encoded(codec().decode(record(written)))).isEqualTo(written);
  }

  @Test
  final void decode_amongOtherBytes_readsItsOwn() throws Exception {
    byte[] written = encoded(event());
    byte[] around = new byte[written.length + 20];
    Arrays.fill(around, (byte) '}');
    System.arraycopy(written, 0, around, 7, written.length);
    T read = codec().decode(EventRecord.of("k", around, 7, written.length));
    assertThat(encoded(read)).isEqualTo(written);
  }

  @Test
  final void encode_behindOtherBytes_keepsThem() {
    var out = new RecordBuffer(1);
    out.write('#');
    codec().encode(event(), out);
    assertThat(out.toByteArray()).startsWith('#').endsWith(encoded(event()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  final void decode_mutatedBytes_isAnEventOrADecodeExceptionThatQuotesNothing(long seed) {
    var random = new Random(seed);
    byte[] written = encoded(event());
    assertThat(new String(written, UTF_8)).contains(SECRET);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(written, random.nextInt(written.length + 1));
      for (int k = random.nextInt(3); k > 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Throwable thrown = catchThrowable(() -> codec().decode(record(bytes)));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(DecodeException.class).hasMessageNotContaining(SECRET);
      }
    }
  }

  @Test
  final void encode_byManyThreads_givesEachWhatOneWouldGet() {
    byte[] expected = encoded(event());
    assertThat(IntStream.range(0, 1_000).parallel().mapToObj(i -> encoded(event())))
        .allMatch(bytes -> Arrays.equals(bytes, expected));
  }

  private byte[] encoded(T event) {
    var out = new RecordBuffer(16);
    codec().encode(event, out);
    return out.toByteArray();
  }

  private static EventRecord record(byte[] bytes) {
    return EventRecord.of("k", bytes);
  }
}
