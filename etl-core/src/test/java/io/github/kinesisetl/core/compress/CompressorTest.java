// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompressorTest {

  private static final FrameLimits LIMITS = FrameLimits.DEFAULT;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  static Stream<Compressor> compressors() {
    return Stream.of(Compressor.gzip(), Compressor.zstd(1), Compressor.zstd(19));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decompress_restoresWhatCompressGot(long seed) throws Exception {
    byte[] data = mixedBytes(seed, new Random(seed).nextInt(20_000));
    int from = data.length / 3;
    int length = data.length / 2;
    try (Decompressor decompressor = Decompressor.withDictionaries()) {
      for (Compressor compressor : compressors().toList()) {
        byte[] frame = compressor.compress(data, from, length);
        assertThat(FrameFormat.detect(frame, 0, frame.length)).contains(compressor.format());
        assertThat(decompressor.decompress(compressor.format(), frame, 0, frame.length, LIMITS))
            .isEqualTo(Arrays.copyOfRange(data, from, from + length));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void decompress_bomb_isRefusedAtTheBound(Compressor compressor) {
    byte[] bomb = compressor.compress(new byte[64 << 20]);
    assertRefused(compressor.format(), bomb, LIMITS, Reason.TOO_LARGE);
    byte[] small = compressor.compress(new byte[4 << 20]);
    assertRefused(compressor.format(), small, new FrameLimits(32 << 20, 50), Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void decompress_exactlyTheBound_isAllowed(Compressor compressor) throws Exception {
    byte[] frame = compressor.compress(new byte[5000]);
    try (Decompressor decompressor = Decompressor.withDictionaries()) {
      assertThat(
              decompressor.decompress(
                  compressor.format(), frame, 0, frame.length, new FrameLimits(5000, 1)))
          .hasSize(5000);
    }
    assertRefused(compressor.format(), frame, new FrameLimits(4999, 1), Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @MethodSource("compressors")
  void decompress_cutFrame_isMalformed(Compressor compressor) {
    byte[] frame = compressor.compress(mixedBytes(7, 3000));
    for (int length = 4; length < frame.length; length += 7) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatExceptionOfType(MalformedFrameException.class)
          .isThrownBy(() -> decompress(compressor.format(), cut, LIMITS));
    }
  }

  @Test
  void decompress_zstdStreamWithoutContentSize_isReadWithinTheBound() throws Exception {
    byte[] data = mixedBytes(3, 100_000);
    byte[] frame = streamed(data);
    assertThat(decompress(FrameFormat.ZSTD, frame, LIMITS)).isEqualTo(data);
    assertRefused(FrameFormat.ZSTD, frame, new FrameLimits(99_999, 1000), Reason.TOO_LARGE);
  }

  @Test
  void decompress_concatenatedFrames_givesAllTheirContent() throws Exception {
    try (Compressor zstd = Compressor.zstd(1)) {
      byte[] first = zstd.compress("first".getBytes(StandardCharsets.UTF_8));
      byte[] second = zstd.compress("second".getBytes(StandardCharsets.UTF_8));
      byte[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      assertThat(decompress(FrameFormat.ZSTD, both, LIMITS)).asString().isEqualTo("firstsecond");
    }
  }

  @Test
  void dictionary_onSmallRecords_shrinksThemAndIsNamedWhenMissing() throws Exception {
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      samples.add(event(i));
    }
    ZstdDictionary dictionary = ZstdDictionary.train(samples, 4096);
    try (Compressor plain = Compressor.zstd(3);
        Compressor trained = Compressor.zstd(3, dictionary);
        Decompressor knows = Decompressor.withDictionaries(dictionary)) {
      byte[] frame = trained.compress(event(4711));
      assertThat(frame.length * 2).isLessThan(plain.compress(event(4711)).length);
      assertThat(knows.decompress(FrameFormat.ZSTD, frame, 0, frame.length, LIMITS))
          .isEqualTo(event(4711));
      assertRefused(FrameFormat.ZSTD, frame, LIMITS, Reason.UNKNOWN_DICTIONARY);
    }
    assertThat(ZstdDictionary.of(dictionary.bytes()).id()).isEqualTo(dictionary.id());
  }

  @Test
  void options_outOfRange_nameTheRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Compressor.zstd(0))
        .withMessage("level must be 1 to 22, but is 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ZstdDictionary.of(new byte[300]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ZstdDictionary.train(List.of(new byte[4]), 1024));
  }

  @Test
  void compress_afterClose_isRefused() {
    Compressor compressor = Compressor.zstd(1);
    compressor.close();
    assertThatIllegalStateException().isThrownBy(() -> compressor.compress(new byte[1]));
  }

  private static void assertRefused(
      FrameFormat format, byte[] frame, FrameLimits limits, Reason reason) {
    assertThatExceptionOfType(MalformedFrameException.class)
        .isThrownBy(() -> decompress(format, frame, limits))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] decompress(FrameFormat format, byte[] frame, FrameLimits limits)
      throws MalformedFrameException {
    try (Decompressor decompressor = Decompressor.withDictionaries()) {
      return decompressor.decompress(format, frame, 0, frame.length, limits);
    }
  }

  private static byte[] streamed(byte[] data) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zstd = new ZstdOutputStreamNoFinalizer(out)) {
      zstd.write(data);
    }
    return out.toByteArray();
  }

  private static byte[] event(int i) {
    return "{\"user_id\":\"user_%05d\",\"event_type\":\"click\",\"value\":%d}"
        .formatted(i * 7919 % 100_000, i * 31 % 1000)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] mixedBytes(long seed, int length) {
    var random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 'a' + i % 7);
    }
    return bytes;
  }
}
