// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalDetectorTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(30);

  @Test
  void score_ofNycTaxi_alertsInAllFiveWindowsWithAtMostTenFalseAlerts() throws IOException {
    LabelledSeries.Result result = LabelledSeries.nycTaxi().run();

    assertThat(result.found()).isEqualTo(5);
    assertThat(result.falseAlerts()).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2014-11-02T01:00:00Z"})
  void score_ofTheRepeatedHourInAutumn_saysWhatItExpected(String hour) throws IOException {
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    for (LabelledSeries.Point point : LabelledSeries.nycTaxi().points()) {
      Score score = detector.score(point.time(), point.value());
      if (point.time().equals(Instant.parse(hour))) {
        assertThat(score.verdict()).isEqualTo(Verdict.POINT_ANOMALY);
        assertThat(score.grade()).isBetween(0.3, 1.0);
        assertThat(score.reading().expected()).isBetween(15_000.0, 25_000.0);
        assertThat(score.reading().upper()).isLessThan(39_197);
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void score_ofPureNoise_isRarelyAnAnomaly(long seed) {
    var random = new Random(seed);
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    int anomalies = 0;
    for (int i = 0; i < 5_000; i++) {
      Score score = detector.score(time(i), 100 + 10 * random.nextGaussian());
      anomalies += score.verdict().isAnomaly() ? 1 : 0;
    }
    // The rates allow 5,000 times (5e-4 + 2e-3) = 12; sustained ones come in clusters.
    assertThat(anomalies).isLessThan(40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void score_ofASpikeInADailyRhythm_isAPointAnomaly(long seed) {
    var random = new Random(seed);
    AnomalyDetector detector = trained(random, 21 * 48);

    Score score = detector.score(time(21 * 48), rhythm(21 * 48, random) + 60);

    assertThat(score.verdict()).isEqualTo(Verdict.POINT_ANOMALY);
    assertThat(score.score()).isGreaterThan(0.5);
    assertThat(score.reading().expected()).isBetween(80.0, 120.0);
    assertThat(score.reading().upper()).isLessThan(score.reading().observed());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void score_ofAMissingDailyPeak_isAnAnomaly(long seed) {
    var random = new Random(seed);
    AnomalyDetector detector = trained(random, 21 * 48);
    int anomalies = 0;
    for (int i = 21 * 48; i < 22 * 48; i++) {
      Score score = detector.score(time(i), 60 + 3 * random.nextGaussian());
      anomalies += score.verdict().isAnomaly() ? 1 : 0;
    }
    assertThat(anomalies).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void restore_anywhereInASeries_goesOnWithEqualScores(long seed) {
    var random = new Random(seed);
    int cut = random.nextInt(2_000);
    AnomalyDetector one = trained(random, cut);

    AnomalyDetector other = AnomalyDetector.restore(one.state());

    for (int i = cut; i < cut + 200; i++) {
      double value = rhythm(i, random) + (random.nextInt(50) == 0 ? 80 : 0);
      assertThat(other.score(time(i), value)).isEqualTo(one.score(time(i), value));
    }
    assertThat(other.state()).isEqualTo(one.state());
  }

  @Test
  void restore_fromAnUnknownVersion_saysWhichItReads() {
    byte[] state = AnomalyDetector.seasonal(SeasonalOptions.defaults()).state();
    state[1] = 9;

    assertThatThrownBy(() -> AnomalyDetector.restore(state))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("version 9")
        .hasMessageContaining("version 1 to 2");
  }

  /** Written by version 1 after 300 values of {@code rhythm}, seed 1. */
  @Test
  void restore_fromVersion1_goesOn() throws IOException {
    try (InputStream state = getClass().getResourceAsStream("seasonal-v1.state")) {
      AnomalyDetector detector = AnomalyDetector.restore(requireNonNull(state).readAllBytes());

      Score score = detector.score(time(300), rhythm(300, new Random(2)));

      assertThat(score.verdict()).isEqualTo(Verdict.NORMAL);
      assertThat(score.reading().expected()).isBetween(50.0, 150.0);
      assertThat(detector.state()[1]).isEqualTo((byte) SeasonalDetector.VERSION);
    }
  }

  static List<Arguments> glitches() {
    return List.of(
        Arguments.of(2_147_483_647.0, 1),
        Arguments.of(1e12, 1),
        Arguments.of(-1e12, 1),
        Arguments.of(1e29, 1),
        Arguments.of(2_147_483_647.0, 12),
        Arguments.of(10_000.0, 1),
        Arguments.of(65_535.0, 1),
        Arguments.of(1e6, 12));
  }

  /** Issue 11: one 2147483647 deafened a detector for two weeks. */
  @ParameterizedTest(name = "{0}, {1} times")
  @MethodSource("glitches")
  void score_ofAFaultAfterAGlitch_isFoundSoonAfter(double glitch, int times) {
    for (int days : new int[] {1, 3, 7, 14}) {
      var random = new Random(5);
      AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
      int fault = (17 + days) * 288 + 150;
      for (int i = 0; i < fault; i++) {
        boolean isGlitch = i >= 17 * 288 && i < 17 * 288 + times;
        detector.score(fiveMinutes(i), isGlitch ? glitch : 100 + 5 * random.nextGaussian());
      }
      Score score = detector.score(fiveMinutes(fault), 1_000);
      assertThat(score.verdict()).as("+%d days", days).isEqualTo(Verdict.POINT_ANOMALY);
      assertThat(score.reading().upper()).as("+%d days", days).isLessThan(350);
    }
  }

  /** The same where a detector knows nothing yet: its first values are values like others. */
  @ParameterizedTest(name = "value {0}")
  @ValueSource(ints = {9, 10, 11, 14, 20, 40, 100, 300, 600})
  void score_ofAFaultAfterAnEarlyGlitch_isFoundWithinAWeek(int at) {
    var random = new Random(5);
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    for (int i = 0; i < 9 * 288 + 150; i++) {
      detector.score(fiveMinutes(i), i == at ? 2_147_483_647.0 : 100 + 5 * random.nextGaussian());
    }
    Score score = detector.score(fiveMinutes(9 * 288 + 150), 1_000);
    assertThat(score.verdict()).isEqualTo(Verdict.POINT_ANOMALY);
    assertThat(score.reading().upper()).isLessThan(800);
  }

  @Test
  void score_ofASeriesOfMostlyZeros_believesWhatComesOften() {
    var random = new Random(6);
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    int anomalies = 0;
    for (int i = 0; i < 20 * 288; i++) {
      double value = random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 0;
      boolean isAnomaly = detector.score(fiveMinutes(i), value).verdict().isAnomaly();
      anomalies += i > 10 * 288 && isAnomaly ? 1 : 0;
    }
    assertThat(anomalies).isLessThan(30);
  }

  private static Instant fiveMinutes(int i) {
    return START.plus(Duration.ofMinutes(5).multipliedBy(i));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void restore_fromMutatedBytes_worksOrSaysWhatIsWrong(long seed) {
    var random = new Random(seed);
    byte[] state = trained(random, 300).state();
    for (int i = 0; i < 100; i++) {
      byte[] mutated = Arrays.copyOf(state, random.nextInt(8) == 0 ? random.nextInt(300) : 5_000);
      mutated = random.nextBoolean() ? state.clone() : mutated;
      mutated[random.nextInt(Math.min(64, mutated.length))] ^= (byte) (1 << random.nextInt(8));
      try {
        AnomalyDetector.restore(mutated).score(time(10_000), 5);
      } catch (StateFormatException e) {
        assertThat(e).hasMessageContaining("state");
      }
    }
  }

  @Test
  void state_ofAnHalfHourlySeries_isAboutSixKilobytes() {
    assertThat(trained(new Random(1), 1_000).state()).hasSizeBetween(4_000, 6_500);
  }

  @Test
  void score_ofAValueThatIsNotNewer_isIgnoredAndNotLearned() {
    AnomalyDetector detector = trained(new Random(1), 1_000);
    byte[] before = detector.state();

    assertThat(detector.score(time(999), 1e9).verdict()).isEqualTo(Verdict.IGNORED_NOT_NEWER);
    assertThat(detector.score(time(3), 1e9).verdict()).isEqualTo(Verdict.IGNORED_NOT_NEWER);
    assertThat(detector.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e31})
  void score_ofNoNumber_isIgnoredAndNotLearned(double value) {
    AnomalyDetector detector = trained(new Random(1), 1_000);
    byte[] before = detector.state();

    assertThat(detector.score(time(1_000), value).verdict())
        .isEqualTo(Verdict.IGNORED_OUT_OF_RANGE);
    assertThat(detector.state()).isEqualTo(before);
  }

  @Test
  void score_atAnImpossibleTime_isIgnoredAndNotLearned() {
    AnomalyDetector detector = trained(new Random(1), 1_000);

    for (Instant time : List.of(Instant.MAX, Instant.MIN)) {
      assertThat(detector.score(time, 1).verdict()).isEqualTo(Verdict.IGNORED_OUT_OF_RANGE);
    }
    assertThat(detector.score(time(1_000), 100).verdict().isIgnored()).isFalse();
  }

  @Test
  void score_afterAGapOfDays_isStillNormal() {
    var random = new Random(7);
    AnomalyDetector detector = trained(random, 21 * 48);

    int next = 25 * 48;
    assertThat(detector.score(time(next), rhythm(next, random)).verdict())
        .isEqualTo(Verdict.NORMAL);
  }

  @Test
  void score_ofASeriesThatStoodStill_flagsTheChangeAndThenLearnsIt() {
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < 60 * 48; i++) {
      verdicts.add(detector.score(time(i), i < 10 * 48 ? 0 : 5).verdict());
    }
    assertThat(verdicts.get(10 * 48 - 1)).isEqualTo(Verdict.NORMAL);
    assertThat(verdicts.get(10 * 48)).isEqualTo(Verdict.POINT_ANOMALY);
    assertThat(verdicts.subList(50 * 48, 60 * 48)).containsOnly(Verdict.NORMAL);
  }

  @Test
  void score_ofAJoltThatComesEveryNight_isNewsOnlyAtFirst() {
    var random = new Random(3);
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    List<Integer> days = new ArrayList<>();
    for (int i = 0; i < 20 * 288; i++) {
      double jolt = i % 288 == 40 + i / 288 % 2 ? 50 : 0;
      Instant time = START.plus(Duration.ofMinutes(5).multipliedBy(i));
      if (detector.score(time, 10 + random.nextGaussian() + jolt).verdict().isAnomaly()) {
        days.add(i / 288);
      }
    }
    assertThat(days.stream().filter(day -> day > 6)).hasSizeLessThan(4);
  }

  @Test
  void score_duringTheWarmUp_isLearning() {
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    for (int i = 0; i < 96; i++) {
      Score score = detector.score(time(i), i % 50 == 49 ? 1e6 : 1);
      assertThat(score.verdict()).isEqualTo(Verdict.LEARNING);
      assertThat(score.grade()).isZero();
    }
  }

  @Test
  void score_withOddIntervals_isDefined() {
    for (Duration interval :
        List.of(Duration.ofMillis(1), Duration.ofHours(5), Duration.ofDays(30))) {
      var options = SeasonalOptions.builder().interval(interval).warmUp(Duration.ZERO).build();
      AnomalyDetector detector = AnomalyDetector.seasonal(options);
      for (int i = 0; i < 500; i++) {
        Score score = detector.score(START.plus(interval.multipliedBy(i)), i % 7);
        assertThat(score.score()).isBetween(0.0, 1.0);
        assertThat(score.reading().expected()).isFinite();
      }
    }
  }

  private static AnomalyDetector trained(Random random, int values) {
    AnomalyDetector detector = AnomalyDetector.seasonal(SeasonalOptions.defaults());
    for (int i = 0; i < values; i++) {
      detector.score(time(i), rhythm(i, random));
    }
    return detector;
  }

  private static double rhythm(int i, Random random) {
    return 100
        - 50 * Math.sin(2 * Math.PI * i / 48) * (i % 336 < 96 ? 0.5 : 1)
        + 3 * random.nextGaussian();
  }

  private static Instant time(int i) {
    return START.plus(STEP.multipliedBy(i));
  }
}
