// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCipherTest {

  private final FakeKeys keys = new FakeKeys();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final FrameCipher cipher =
      FrameCipher.builder(keys).maxAge(Duration.ofMinutes(5)).maxUses(1_000).build(clock);

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decrypt_ofWhatEncryptMade_restoresIt(long seed) throws MalformedFrameException {
    var random = new Random(seed);
    byte[] array = new byte[random.nextInt(5_000) + 10];
    random.nextBytes(array);
    int offset = random.nextInt(10);
    int length = array.length - 10;
    byte[] frame = cipher.encrypt(array, offset, length);
    byte[] around = new byte[frame.length + 7];
    System.arraycopy(frame, 0, around, 5, frame.length);
    assertThat(EncryptedFormat.isEncrypted(around, 5, frame.length)).isTrue();
    assertThat(frame.length - length).isLessThanOrEqualTo(EncryptedFormat.MAX_OVERHEAD_BYTES);
    byte[] opened = FrameCipher.builder(keys).build(clock).decrypt(around, 5, frame.length);
    assertThat(opened).isEqualTo(Arrays.copyOfRange(array, offset, offset + length));
  }

  /** Whatever byte is changed or cut off, header included, no content comes out. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decrypt_anythingChanged_isMalformed(long seed) {
    var random = new Random(seed);
    byte[] frame = cipher.encrypt(new byte[50], 0, 50);
    byte[] broken =
        random.nextBoolean() ? Arrays.copyOf(frame, 4 + random.nextInt(frame.length - 4)) : frame;
    if (broken.length == frame.length) {
      broken[4 + random.nextInt(frame.length - 4)] ^= (byte) (1 << random.nextInt(8));
    }
    assertThatThrownBy(() -> cipher.decrypt(broken, 0, broken.length))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void encrypt_manyFrames_asksForANewKeyByUseAndByAge() {
    encrypt(1_000);
    assertThat(keys.generated()).isEqualTo(1);
    encrypt(1);
    assertThat(keys.generated()).isEqualTo(2);
    now = now.plus(Duration.ofMinutes(5)).plusMillis(1);
    encrypt(1);
    assertThat(keys.generated()).isEqualTo(3);
  }

  @Test
  void encrypt_keyServiceAway_goesOnForAWhile() {
    encrypt(1);
    keys.away(true);
    now = now.plus(Duration.ofMinutes(9));
    encrypt(5);
    now = now.plus(Duration.ofMinutes(2));
    assertThatThrownBy(() -> encrypt(1)).isInstanceOf(DataKeyException.class);
    keys.away(false);
    encrypt(1);
    assertThat(keys.generated()).isEqualTo(2);
  }

  @Test
  void decrypt_manyFramesOfAKey_asksOnce() throws MalformedFrameException {
    FrameCipher reader = FrameCipher.builder(keys).build(clock);
    for (int i = 0; i < 100; i++) {
      byte[] frame = cipher.encrypt(new byte[10], 0, 10);
      reader.decrypt(frame, 0, frame.length);
      cipher.decrypt(frame, 0, frame.length);
    }
    assertThat(keys.opened()).isEqualTo(1);
  }

  @Test
  void decrypt_keyServiceAway_isNotTheFramesFault() {
    byte[] frame = cipher.encrypt(new byte[10], 0, 10);
    keys.away(true);
    FrameCipher reader = FrameCipher.builder(keys).build(clock);
    assertThatThrownBy(() -> reader.decrypt(frame, 0, frame.length))
        .isInstanceOfSatisfying(DataKeyException.class, e -> assertThat(e.retryHelps()).isTrue());
  }

  @Test
  void encrypt_sameContentTwice_neverGivesTheSameBytes() {
    assertThat(cipher.encrypt(new byte[10], 0, 10))
        .isNotEqualTo(cipher.encrypt(new byte[10], 0, 10));
  }

  /**
   * A frame made by OpenSSL's AES-256-GCM (through Node.js), so that the format is not only its own
   * witness.
   */
  @Test
  void decrypt_frameOfAnotherImplementation_givesItsContent() throws MalformedFrameException {
    byte[] plainKey = new byte[32];
    Arrays.fill(plainKey, (byte) 7);
    byte[] frame =
        HexFormat.of()
            .parseHex(
                "ec9b5aa10100026b310003010203090807060504030201000102f"
                    + "4143533b00ccce4d21a0618b87cb232749d36f0b1fdf7adec913b");
    var fixed =
        new DataKeyProvider() {
          @Override
          public DataKey generate() {
            throw new AssertionError();
          }

          @Override
          public DataKey open(String keyId, byte[] wrapped) {
            assertThat(keyId).isEqualTo("k1");
            assertThat(wrapped).containsExactly(1, 2, 3);
            return new DataKey(keyId, wrapped, plainKey);
          }
        };
    assertThat(FrameCipher.builder(fixed).build(clock).decrypt(frame, 0, frame.length))
        .isEqualTo("hello frame".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void dataKey_asText_holdsNoKey() {
    assertThat(new DataKey("k1", new byte[3], new byte[32])).hasToString("DataKey[k1]");
    assertThatThrownBy(() -> new DataKey("k1", new byte[3], new byte[16]))
        .hasMessage("plain must have 32 bytes, but has 16");
  }

  private void encrypt(int frames) {
    for (int i = 0; i < frames; i++) {
      assertThat(cipher.encrypt(new byte[1], 0, 1)).isNotEmpty();
    }
  }
}
