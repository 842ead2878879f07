// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogHistogramTest {

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void percentile_ofRandomValues_isCloseToTheExactOne(long seed) {
    var random = new Random(seed);
    long[] values = new long[10_000];
    var histogram = new LogHistogram();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong() >>> (1 + random.nextInt(62));
      histogram.record(values[i]);
    }
    Arrays.sort(values);
    Distribution distribution = histogram.snapshot();
    for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
      long exact = values[(int) Math.ceil(values.length * percent / 100) - 1];
      assertThat((double) distribution.percentile(percent))
          .isCloseTo((double) exact, within(exact / 100.0 * LogHistogram.MAX_ERROR_PERCENT + 1));
    }
    assertThat(distribution.min()).isEqualTo(values[0]);
    assertThat(distribution.max()).isEqualTo(values[values.length - 1]);
  }

  @Test
  void bucketOf_everyPowerOfTwoAndItsNeighbours_containsTheValue() {
    for (int shift = 0; shift < Long.SIZE - 1; shift++) {
      for (long value : new long[] {(1L << shift) - 1, 1L << shift, (1L << shift) + 1}) {
        int bucket = LogHistogram.bucketOf(value);
        assertThat(LogHistogram.lowOf(bucket)).isLessThanOrEqualTo(value);
        if (value < Long.MAX_VALUE) {
          assertThat(LogHistogram.lowOf(LogHistogram.bucketOf(value) + 1)).isGreaterThan(value);
        }
      }
    }
    assertThat(new LogHistogram().snapshot().buckets())
        .isEqualTo(LogHistogram.bucketOf(Long.MAX_VALUE) + 1);
  }

  @Test
  void snapshot_ofNothing_isZero() {
    Distribution nothing = new LogHistogram().snapshot();
    assertThat(nothing.count()).isZero();
    assertThat(nothing.min()).isZero();
    assertThat(nothing.max()).isZero();
    assertThat(nothing.mean()).isZero();
    assertThat(nothing.percentile(99)).isZero();
    assertThatThrownBy(() -> nothing.percentile(0))
        .hasMessage("percent must be 0 to 100, but is 0.0");
  }

  @Test
  void record_negativeValue_countsAsZero() {
    var histogram = new LogHistogram();
    histogram.record(-5);
    histogram.record(7, 3);
    Distribution distribution = histogram.snapshot();
    assertThat(distribution.min()).isZero();
    assertThat(distribution.sum()).isEqualTo(21);
    assertThat(distribution.percentile(50)).isEqualTo(7);
  }

  @Test
  void drain_whileManyThreadsRecord_losesAndDoublesNothing() {
    var histogram = new LogHistogram();
    long drained =
        IntStream.range(0, 10_000)
            .parallel()
            .mapToLong(i -> {
              histogram.record(i);
              return i % 100 == 0 ? histogram.drain().count() : 0;
            })
            .sum();
    assertThat(drained + histogram.drain().count()).isEqualTo(10_000);
  }
}
