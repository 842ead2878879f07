// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceNumbersTest {

  private static final long CREATED_SECONDS = 1_793_491_200L;

  @Test
  void at_randomPositions_isTheLayoutInDecimal() {
    var random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      int shard = random.nextInt(100_000);
      long position = random.nextLong() >>> (1 + random.nextInt(63));
      long seconds = CREATED_SECONDS + random.nextInt(1_000_000);
      String hex =
          String.format(
              "2%09x%x%016x00%09x%08x2", CREATED_SECONDS, shard % 16, position, seconds, shard);
      String number = new SequenceNumbers(CREATED_SECONDS, shard).at(position, seconds * 1000);
      assertThat(number).isEqualTo(new BigInteger(hex, 16).toString()).hasSize(56);
    }
  }

  @Test
  void positionOf_ownNumbers_isFound() {
    var numbers = new SequenceNumbers(CREATED_SECONDS, 17);
    for (long position : new long[] {0, 1, 4711, 1L << 40, Long.MAX_VALUE}) {
      assertThat(numbers.positionOf(numbers.at(position, CREATED_SECONDS * 1000)))
          .hasValue(position);
    }
  }

  @Test
  void positionOf_foreignNumbers_isEmpty() {
    var numbers = new SequenceNumbers(CREATED_SECONDS, 17);
    assertThat(numbers.positionOf(new SequenceNumbers(CREATED_SECONDS, 1).first())).isEmpty();
    assertThat(numbers.positionOf(new SequenceNumbers(CREATED_SECONDS + 1, 17).first())).isEmpty();
    assertThat(numbers.positionOf("0")).isEmpty();
    assertThat(numbers.positionOf("x".repeat(56))).isEmpty();
    assertThat(numbers.positionOf("9".repeat(56))).isEmpty();
  }
}
