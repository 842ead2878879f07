// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.kinesisetl.core.detect.ValueSummary.Statistic;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueSummaryTest {

  @Test
  void plus_inAnyGrouping_isTheSummaryOfAllValues() {
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      var expected = new DoubleSummaryStatistics();
      List<ValueSummary> parts = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(30); i++) {
        double value = 1_000 * random.nextGaussian();
        expected.accept(value);
        parts.add(ValueSummary.of(value));
      }
      while (parts.size() > 1) {
        ValueSummary taken = parts.remove(random.nextInt(parts.size()));
        int into = random.nextInt(parts.size());
        parts.set(into, parts.get(into).plus(taken));
      }
      ValueSummary whole = parts.get(0);
      assertThat(whole.count()).isEqualTo(expected.getCount());
      assertThat(whole.value(Statistic.COUNT)).isEqualTo(whole.count() * 1.0);
      assertThat(whole.value(Statistic.SUM)).isCloseTo(expected.getSum(), within(1e-6));
      assertThat(whole.value(Statistic.MEAN)).isCloseTo(expected.getAverage(), within(1e-6));
      assertThat(whole.value(Statistic.MIN)).isEqualTo(expected.getMin());
      assertThat(whole.value(Statistic.MAX)).isEqualTo(expected.getMax());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,0", "1,NaN,0,0", "1,0,2,1", "1,0,0,Infinity"})
  void constructor_whatIsNoSummary_isRefused(long count, double sum, double min, double max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ValueSummary(count, sum, min, max))
        .withMessageContaining("must be");
  }
}
