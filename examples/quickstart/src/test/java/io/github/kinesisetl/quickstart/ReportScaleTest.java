// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.quickstart.TimeAxis.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportScaleTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @Test
  void at_endsAndMiddle_mapsUpwards() {
    var scale = new Scale(10, 20, 100, 0);

    assertThat(scale.at(10)).isEqualTo(100);
    assertThat(scale.at(15)).isEqualTo(50);
    assertThat(scale.at(20)).isZero();
  }

  @Test
  void of_oneValueOnly_reachesOneAbove() {
    assertThat(Scale.of(7, 7, 0, 100)).isEqualTo(new Scale(7, 8, 0, 100));
  }

  @Test
  void scale_infiniteOrReversed_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Scale(0, Double.NaN, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Scale(2, 1, 0, 1));
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 0.5", "4, 4, 1", "4.1, 4, 2", "45_000, 4, 20_000", "0.003, 3, 0.001"})
  void step_span_isRoundAndLargeEnough(String span, int steps, String step) {
    assertThat(ValueAxis.step(number(span), steps)).isEqualTo(number(step), CLOSE);
  }

  @Test
  void axis_valuesBetweenTicks_endsAtTicksAround() {
    ValueAxis axis = ValueAxis.of(57, 86, 3, 100, 0);

    assertThat(axis.ticks()).containsExactly(50.0, 60.0, 70.0, 80.0, 90.0);
    assertThat(axis.scale()).isEqualTo(new Scale(50, 90, 100, 0));
  }

  @Test
  void axis_valuesAtTicks_addsNone() {
    assertThat(ValueAxis.of(0, 40_000, 4, 1, 0).ticks())
        .containsExactly(0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0);
  }

  @Test
  void elapsed_nothingElapsed_stillHasTicks() {
    assertThat(TimeAxis.elapsed(Scale.of(0, 0, 0, 1))).hasSizeBetween(2, 11);
  }

  @ParameterizedTest
  @CsvSource({"8, 8 s", "95, 90 s", "600, 10 min", "86_400, 24 h"})
  void elapsed_run_endsWithRoundLabel(String seconds, String label) {
    List<Tick> ticks = TimeAxis.elapsed(Scale.of(0, number(seconds), 0, 1));

    assertThat(ticks).hasSizeBetween(2, 11);
    assertThat(ticks.get(ticks.size() - 1).label().replace('\u00a0', ' ')).isEqualTo(label);
  }

  @Test
  void calendar_months_beginAtFirstDays() {
    assertThat(labels("2014-06-30T12:00:00Z", "2014-10-01T00:00:00Z"))
        .containsExactly("Jul 2014", "Aug 2014", "Sep 2014", "Oct 2014");
  }

  @Test
  void calendar_days_stayInside() {
    assertThat(labels("2014-12-30T01:00:00Z", "2015-01-02T23:00:00Z"))
        .containsExactly("31 Dec", "1 Jan", "2 Jan");
  }

  @Test
  void thinned_manyDots_keepsExtremes() {
    List<Dot> dots =
        IntStream.range(0, 10_000).mapToObj(i -> new Dot(i, i == 4_321 ? 99 : i % 3)).toList();
    List<Dot> thinned = Dot.thinned(dots, 100);

    assertThat(thinned).hasSizeLessThanOrEqualTo(100).contains(new Dot(4_321, 99));
    assertThat(thinned).extracting(Dot::x).isSorted();
  }

  @Test
  void perSecond_evenGrowth_isEvenBetweenSharpEnds() {
    List<Sample> samples =
        IntStream.rangeClosed(0, 20)
            .mapToObj(
                i -> ReportRun.sample(i / 4.0, 25L * Math.max(0, Math.min(8, i - 4)), Map.of()))
            .toList();
    List<Double> rates = Rates.perSecond(samples, Sample::put).stream().map(Dot::y).toList();

    assertThat(rates.subList(0, 5)).containsOnly(0.0);
    assertThat(rates.subList(5, 13)).containsOnly(100.0);
    assertThat(rates.subList(13, 21)).containsOnly(0.0);
  }

  @Test
  void perSecond_oneSample_isZero() {
    assertThat(Rates.perSecond(List.of(ReportRun.sample(0, 5, Map.of())), Sample::put))
        .containsExactly(new Dot(0, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "500, 500", "20_000, 20 k", "1_500_000, 1.5 M", "0.5, 0.5", "9_000, '9,000'"})
  void brief_roundNumber_isShort(String value, String brief) {
    assertThat(Html.brief(number(value)).replace('\u00a0', ' ')).isEqualTo(brief);
  }

  @ParameterizedTest
  @CsvSource({"39197, '39,197'", "0.033644, 0.0336", "77.25, 77.25", "-3, -3", "0.00001, 0.000010"})
  void value_measured_hasFewDigits(double value, String text) {
    assertThat(Html.value(value)).isEqualTo(text);
  }

  private static List<String> labels(String from, String to) {
    double low = Instant.parse(from).getEpochSecond();
    double high = Instant.parse(to).getEpochSecond();
    return TimeAxis.calendar(Scale.of(low, high, 0, 1)).stream().map(Tick::label).toList();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("_", ""));
  }
}
