// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HashRangeIndexTest {

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void indexOf_anyPlace_isTheRangeThatContainsIt(long seed) {
    var random = new Random(seed);
    List<HashKeyRange> ranges = ranges(random, 1 + random.nextInt(50));
    List<HashKeyRange> shuffled = new ArrayList<>(ranges);
    Collections.shuffle(shuffled, random);
    HashRangeIndex index = HashRangeIndex.of(shuffled);
    for (int i = 0; i < 1_000; i++) {
      HashKey key = new HashKey(random.nextLong(), random.nextLong());
      assertThat(ranges.get(index.indexOf(key.high(), key.low())).contains(key)).isTrue();
    }
    for (int i = 0; i < ranges.size(); i++) {
      HashKeyRange range = ranges.get(i);
      assertThat(index.indexOf(range.start().high(), range.start().low())).isEqualTo(i);
      assertThat(index.indexOf(range.end().high(), range.end().low())).isEqualTo(i);
    }
  }

  @Test
  void of_rangesWithAGapOrAnOverlap_isRefusedWithThePlace() {
    HashKey middle = new HashKey(Long.MIN_VALUE, 0);
    HashKey beforeMiddle = new HashKey(Long.MAX_VALUE, -1);
    assertRefused(List.of());
    assertRefused(List.of(new HashKeyRange(HashKey.MIN, beforeMiddle)));
    assertRefused(List.of(new HashKeyRange(middle, HashKey.MAX)));
    assertRefused(
        List.of(new HashKeyRange(HashKey.MIN, middle), new HashKeyRange(middle, HashKey.MAX)));
    assertRefused(
        List.of(new HashKeyRange(HashKey.MIN, HashKey.MAX), new HashKeyRange(middle, HashKey.MAX)));
  }

  private static void assertRefused(List<HashKeyRange> ranges) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashRangeIndex.of(ranges))
        .withMessageContaining("cover the hash space");
  }

  private static List<HashKeyRange> ranges(Random random, int count) {
    var starts = new TreeSet<>(List.of(HashKey.MIN));
    while (starts.size() < count) {
      starts.add(new HashKey(random.nextLong(), random.nextInt(3)));
    }
    List<HashKey> sorted = List.copyOf(starts);
    List<HashKeyRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      HashKey end = i + 1 == count ? HashKey.MAX : before(sorted.get(i + 1));
      ranges.add(new HashKeyRange(sorted.get(i), end));
    }
    return ranges;
  }

  private static HashKey before(HashKey key) {
    return new HashKey(key.low() == 0 ? key.high() - 1 : key.high(), key.low() - 1);
  }
}
