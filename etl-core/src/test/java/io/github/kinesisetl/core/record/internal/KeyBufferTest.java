// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBufferTest {

  private final KeyBuffer buffer = new KeyBuffer();

  @ParameterizedTest
  @ValueSource(strings = {"k", "user_123", "k\u00e4y", "\u20ac", "\ud83d\ude00", "a\ud800b"})
  void set_anyKey_hasItsBytesAndItsPlace(String key) {
    buffer.set("something longer than that");
    buffer.set(key);
    assertThat(buffer.array()).startsWith(key.getBytes(UTF_8));
    assertThat(buffer.sizeBytes()).isEqualTo(key.getBytes(UTF_8).length);
    assertThat(buffer.hash()).isEqualTo(HashKey.ofPartitionKey(key));
    assertThat(buffer.text()).isEqualTo(new String(key.getBytes(UTF_8), UTF_8));
  }

  /** Some keys come again at once, some much later, and more than are remembered. */
  @ParameterizedTest
  @ValueSource(ints = {3, 100, 5_000, 50_000})
  void set_keysThatComeAgain_haveTheirPlacesEachTime(int keys) {
    var random = new Random(keys);
    for (int i = 0; i < 50_000; i++) {
      int number = random.nextInt(keys);
      String key = "k".repeat(number % 60) + number;
      buffer.set(key);
      assertThat(buffer.hash()).isEqualTo(HashKey.ofPartitionKey(key));
      assertThat(buffer.text()).isEqualTo(key);
    }
  }

  @Test
  void set_longestKey_fits() {
    String key = "\u20ac".repeat(EventRecord.MAX_PARTITION_KEY_CHARS);
    buffer.set(key);
    assertThat(buffer.text()).isEqualTo(key);
    assertThat(buffer.toString()).doesNotContain("\u20ac");
  }

  @Test
  void set_emptyOrTooLongKey_isRefusedWithTheNumbers() {
    assertThatIllegalArgumentException().isThrownBy(() -> buffer.set(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> buffer.set("k".repeat(257)))
        .withMessageContaining("257");
  }
}
