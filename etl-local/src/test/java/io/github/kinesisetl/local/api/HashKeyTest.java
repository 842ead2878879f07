// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashKeyTest {

  @Test
  void ofPartitionKey_anyText_isItsMd5AsAnUnsignedNumber() throws Exception {
    for (String key : List.of("a", "key-1", "schlüssel", "\uD83D\uDE80")) {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(key.getBytes(UTF_8));
      assertThat(HashKey.ofPartitionKey(key)).hasToString(new BigInteger(1, md5).toString());
    }
  }

  @Test
  void compareTo_randomKeys_isThatOfTheNumbers() {
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      var one = new HashKey(random.nextLong(), random.nextLong());
      var other =
          new HashKey(random.nextBoolean() ? one.high() : random.nextLong(), random.nextLong());
      assertThat(Integer.signum(one.compareTo(other)))
          .isEqualTo(one.toBigInteger().compareTo(other.toBigInteger()));
      assertThat(HashKey.parse("ExplicitHashKey", one.toString())).isEqualTo(one);
      assertThat(one.next().previous()).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "1.0", "x", "340282366920938463463374607431768211456"})
  void parse_notAHashKey_isInvalid(String text) {
    assertThatThrownBy(() -> HashKey.parse("ExplicitHashKey", text))
        .isInstanceOfSatisfying(
            KinesisError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 1000})
  void uniform_anyCount_coversEveryKeyOnce(int count) {
    List<HashRange> ranges = HashRange.uniform(count);
    assertThat(ranges).hasSize(count);
    assertThat(ranges.get(0).start()).isEqualTo(HashKey.MIN);
    assertThat(ranges.get(count - 1).end()).isEqualTo(HashKey.MAX);
    for (int i = 1; i < count; i++) {
      assertThat(ranges.get(i - 1).isFollowedBy(ranges.get(i))).isTrue();
    }
  }
}
