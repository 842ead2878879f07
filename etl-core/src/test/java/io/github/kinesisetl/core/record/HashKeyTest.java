// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashKeyTest {

  @Test
  void ofPartitionKey_anyKey_isItsMd5AsANumber() throws Exception {
    for (String key : new String[] {"a", "user-4711", "ключ", "\uD83D\uDE00"}) {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
      assertThat(HashKey.ofPartitionKey(key)).hasToString(new BigInteger(1, md5).toString());
    }
  }

  @Test
  void parse_whatToStringWrote_isTheSameInTheSameOrder() {
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      var a = new HashKey(random.nextLong(), random.nextLong());
      var b = new HashKey(random.nextLong(), random.nextLong());
      assertThat(HashKey.parse(a.toString())).isEqualTo(a);
      assertThat(Integer.signum(a.compareTo(b)))
          .isEqualTo(new BigInteger(a.toString()).compareTo(new BigInteger(b.toString())));
    }
    assertThat(HashKey.MAX).hasToString("340282366920938463463374607431768211455");
  }

  @Test
  void parse_outOfRange_namesTheRange() {
    for (String bad :
        new String[] {"", "-1", "x", "01", "340282366920938463463374607431768211456"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HashKey.parse(bad))
          .withMessageContaining("0 to 2^128 - 1");
    }
  }

  @Test
  void range_endsOutOfOrder_isRefused() {
    assertThat(new HashKeyRange(HashKey.MIN, HashKey.MAX).contains(HashKey.MAX)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HashKeyRange(HashKey.MAX, HashKey.MIN));
  }
}
