// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
    now = now.plus(Duration.ofSeconds(1));
    encrypt(1);
    assertThat(keys.generated()).isEqualTo(2);
  }

  /** Issue 11: with a worn key, each frame asked again, and all others waited behind it. */
  @Test
  void decrypt_ofOwnFrames_needsNoKeyServiceForTheirTime() throws MalformedFrameException {
    encrypt(1);
    keys.away(true);
    now = now.plus(Duration.ofMinutes(10));
    byte[] last = cipher.encrypt(new byte[] {1}, 0, 1); // by the old key, to the end of its grace
    now = now.plus(Duration.ofMinutes(5));

    assertThat(cipher.decrypt(last, 0, last.length)).containsExactly(1);
    assertThat(keys.opened()).isZero();
  }

  @Test
  void encrypt_keyServiceAway_isAskedOnceASecond() {
    encrypt(1);
    keys.away(true);
    now = now.plus(Duration.ofMinutes(9));
    int before = keys.asked();
    encrypt(50);
    assertThat(keys.asked() - before).isEqualTo(1);
    now = now.plus(Duration.ofMillis(999));
    encrypt(50);
    assertThat(keys.asked() - before).isEqualTo(1);
    now = now.plus(Duration.ofMillis(1));
    encrypt(50);
    assertThat(keys.asked() - before).isEqualTo(2);
    now = now.plus(Duration.ofMinutes(5));
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> encrypt(1)).isInstanceOf(DataKeyException.class);
    }
    assertThat(keys.asked() - before).isEqualTo(3);
  }

  @Test
  void encrypt_whileAnotherThreadAsks_goesOnWithTheOldKey() throws Exception {
    var slow = new SlowKeys(keys);
    FrameCipher shared = FrameCipher.builder(slow).maxUses(1).build(clock);
    slow.mayAnswer.countDown();
    assertThat(shared.encrypt(new byte[1], 0, 1)).isNotEmpty();
    slow.asks = new CountDownLatch(1);
    slow.mayAnswer = new CountDownLatch(1);
    var asking = CompletableFuture.supplyAsync(() -> shared.encrypt(new byte[1], 0, 1));
    slow.asks.await();
    assertThat(shared.encrypt(new byte[1], 0, 1)).isNotEmpty(); // and does not hang
    slow.mayAnswer.countDown();
    assertThat(asking.get()).isNotEmpty();
  }

  @Test
  void decrypt_keyThatIsRefused_isAskedOnceForItsLife() {
    byte[] frame = cipher.encrypt(new byte[10], 0, 10);
    FrameCipher stranger = FrameCipher.builder(new FakeKeys()).build(clock);
    FakeKeys others = new FakeKeys();
    FrameCipher reader = FrameCipher.builder(others).build(clock);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> reader.decrypt(frame, 0, frame.length))
          .isInstanceOf(MalformedFrameException.class);
    }
    assertThat(others.asked()).isEqualTo(1);
    now = now.plus(Duration.ofMinutes(5));
    assertThatThrownBy(() -> reader.decrypt(frame, 0, frame.length))
        .isInstanceOf(MalformedFrameException.class);
    assertThat(others.asked()).isEqualTo(2);
    assertThatThrownBy(() -> stranger.decrypt(frame, 0, frame.length))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void decrypt_keyServiceAway_isAskedOnceASecond() {
    byte[] frame = cipher.encrypt(new byte[10], 0, 10);
    keys.away(true);
    FrameCipher reader = FrameCipher.builder(keys).build(clock);
    int before = keys.asked();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> reader.decrypt(frame, 0, frame.length))
          .isInstanceOf(DataKeyException.class);
    }
    assertThat(keys.asked() - before).isEqualTo(1);
    now = now.plus(Duration.ofSeconds(1));
    keys.away(false);
    assertThatCode(() -> reader.decrypt(frame, 0, frame.length)).doesNotThrowAnyException();
  }

  /** Issue 11: a frame could be moved to another stream unseen. */
  @Test
  void decrypt_underAnotherContext_isMalformed() throws MalformedFrameException {
    FrameCipher orders = bound(Map.of("stream", "orders", "team", "a"));
    byte[] frame = orders.encrypt(new byte[] {1, 2}, 0, 2);
    assertThat(bound(Map.of("team", "a", "stream", "orders")).decrypt(frame, 0, frame.length))
        .containsExactly(1, 2);
    byte[] unbound = cipher.encrypt(new byte[] {1, 2}, 0, 2);
    for (FrameCipher other :
        List.of(bound(Map.of("stream", "clicks", "team", "a")), bound(Map.of("s", "x")), cipher)) {
      assertThatThrownBy(() -> other.decrypt(frame, 0, frame.length))
          .isInstanceOf(MalformedFrameException.class);
    }
    assertThatThrownBy(() -> orders.decrypt(unbound, 0, unbound.length))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("bound to no context");
    frame[4] = EncryptedFormat.VERSION; // claims to be bound to nothing
    assertThatThrownBy(() -> cipher.decrypt(frame, 0, frame.length))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void context_isToldToTheKeyService() throws MalformedFrameException {
    Map<String, String> context = Map.of("stream", "orders");
    List<Map<String, String>> told = new ArrayList<>();
    var telling =
        new DataKeyProvider() {
          @Override
          public DataKey generate() {
            throw new AssertionError();
          }

          @Override
          public DataKey open(String keyId, byte[] wrapped) {
            throw new AssertionError();
          }

          @Override
          public DataKey generate(Map<String, String> of) {
            told.add(of);
            return keys.generate();
          }

          @Override
          public DataKey open(String keyId, byte[] wrapped, Map<String, String> of) {
            told.add(of);
            return keys.open(keyId, wrapped);
          }
        };
    byte[] frame =
        FrameCipher.builder(telling).context(context).build(clock).encrypt(new byte[1], 0, 1);
    FrameCipher reader = FrameCipher.builder(telling).context(context).build(clock);
    assertThat(reader.decrypt(frame, 0, frame.length)).hasSize(1);
    assertThat(told).containsExactly(context, context);
    assertThatThrownBy(() -> FrameCipher.builder(keys).context(Map.of("", "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FrameCipher.builder(keys).context(Map.of("x", "y".repeat(9_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8192");
  }

  private FrameCipher bound(Map<String, String> context) {
    return FrameCipher.builder(keys).context(context).build(clock);
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

  /** Answers when it may. */
  private static final class SlowKeys implements DataKeyProvider {
    private final DataKeyProvider keys;
    private volatile CountDownLatch asks = new CountDownLatch(1);
    private volatile CountDownLatch mayAnswer = new CountDownLatch(1);

    SlowKeys(DataKeyProvider keys) {
      this.keys = keys;
    }

    @Override
    public DataKey generate() {
      asks.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return keys.generate();
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      return keys.open(keyId, wrapped);
    }
  }
}
