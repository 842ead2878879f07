// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProducerOptionsTest {

  private static final Path DISK = Path.of("disk");

  /** Two settings of which one could do nothing beside the other, and both their names. */
  static Stream<Arguments> contradictions() {
    return Stream.of(
        pair(b -> b.ordered(true), b -> b.mode(OutputMode.PLAIN), "ordered", "mode PLAIN"),
        pair(
            b -> b.recordFormat(FrameFormat.GZIP),
            b -> b.mode(OutputMode.DENSE),
            "recordFormat",
            "mode DENSE"),
        pair(
            b -> b.maxAggregateBytes(2_048),
            b -> b.mode(OutputMode.PLAIN),
            "maxAggregateBytes",
            "mode PLAIN"),
        pair(
            b -> b.compressionThreads(2),
            b -> b.mode(OutputMode.PLAIN),
            "compressionThreads",
            "mode PLAIN"),
        pair(
            b -> b.compressionLevel(9),
            b -> b.mode(OutputMode.KPL),
            "compressionLevel",
            "without recordFormat ZSTD"),
        pair(b -> b.spoolFsync(true), b -> b, "spoolFsync", "without a spool"),
        pair(b -> b.maxSpoolBytes(64 << 20), b -> b, "maxSpoolBytes", "without a spool"),
        pair(
            b -> b.spillDirectory(DISK),
            b -> b.whenFull(WhenFull.BLOCK),
            "spillDirectory",
            "whenFull"),
        pair(
            b -> b.maxSpillBytes(64 << 20),
            b -> b.whenFull(WhenFull.FAIL),
            "maxSpillBytes",
            "whenFull"),
        pair(
            b -> b.maxBlock(Duration.ofSeconds(1)),
            b -> b.whenFull(WhenFull.FAIL),
            "maxBlock",
            "whenFull FAIL"),
        pair(
            b -> b.maxRecordBytes(2 << 20),
            b -> b.maxBufferedBytes(1 << 20),
            "maxRecordBytes",
            "maxBufferedBytes"));
  }

  static List<ProducerOption> options() {
    return ProducerOption.ALL;
  }

  @ParameterizedTest(name = "{2} and {3}")
  @MethodSource("contradictions")
  void build_settingsThatContradictEachOther_isRefusedInEitherOrderAndNamesBoth(
      UnaryOperator<ProducerOptionsBuilder> one,
      UnaryOperator<ProducerOptionsBuilder> other,
      String oneName,
      String otherName) {
    for (ProducerOptionsBuilder builder :
        List.of(
            other.apply(one.apply(ProducerOptions.builder())),
            one.apply(other.apply(ProducerOptions.builder())))) {
      assertThatIllegalArgumentException()
          .isThrownBy(builder::build)
          .withMessageContaining(oneName)
          .withMessageContaining(otherName);
    }
  }

  @Test
  void build_defaults_orderWhatTheModeCanOrder() {
    assertThat(ProducerOptions.builder().build().delivery().ordered()).isTrue();
    assertThat(ProducerOptions.builder().mode(OutputMode.PLAIN).build().delivery().ordered())
        .isFalse();
    assertThat(ProducerOptions.builder().ordered(false).build().delivery().ordered()).isFalse();
  }

  @Test
  void build_settingsThatGoTogether_areTaken() {
    ProducerOptions options =
        ProducerOptions.builder()
            .mode(OutputMode.KPL)
            .recordFormat(FrameFormat.ZSTD)
            .compressionLevel(9)
            .whenFull(WhenFull.SPILL)
            .spillDirectory(DISK)
            .spool(DISK)
            .spoolFsync(true)
            .build();
    assertThat(options.encoding().usesZstd()).isTrue();
    assertThat(options.spill().spillDirectory()).isEqualTo(DISK);
    assertThat(options.durability()).isEqualTo(new Durability(DISK, 1L << 30, true));
  }

  @Test
  void maxWait_failAtOnce_isNothing() {
    var options = ProducerOptions.builder();
    assertThat(options.build().memory().maxWait()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.whenFull(WhenFull.FAIL).build().memory().maxWait()).isEqualTo(Duration.ZERO);
    assertThat(options.whenFull(WhenFull.BLOCK).build().memory().maxWait())
        .as("what failing at once put aside is there again")
        .isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource
  void toBuilder_anyMode_buildsTheSame(OutputMode mode) {
    ProducerOptions options =
        ProducerOptions.builder()
            .mode(mode)
            .linger(Duration.ofMillis(7))
            .assumedDistribution(Distribution.AUTO)
            .spool(DISK)
            .build();
    assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
    assertThat(options.toBuilder().linger(Duration.ZERO).build()).isNotEqualTo(options);
  }

  @Test
  void toBuilder_thenAnotherMode_ordersAsThatModeDoesByItself() {
    var plain = ProducerOptions.builder().mode(OutputMode.PLAIN).build();
    assertThat(plain.toBuilder().mode(OutputMode.DENSE).build())
        .isEqualTo(ProducerOptions.builder().build());
    var unordered = ProducerOptions.builder().ordered(false).build();
    assertThat(unordered.toBuilder().mode(OutputMode.KPL).build().delivery().ordered()).isFalse();
  }

  @Test
  void toString_tellsEverySettingAndNoSecret() {
    ClaimStore secretive =
        new ClaimStore() {
          @Override
          public String store(byte[] data) {
            return "";
          }

          @Override
          public byte[] fetch(ClaimCheck claim) {
            return new byte[0];
          }

          @Override
          public String toString() {
            return "password=4711";
          }
        };
    String text =
        ProducerOptions.builder()
            .maxBufferedBytes(2 << 20)
            .linger(Duration.ofMillis(7))
            .claims(secretive)
            .build()
            .toString();
    assertThat(text)
        .startsWith("ProducerOptions[mode=DENSE, recordFormat=none, ")
        .contains("maxBufferedBytes=2 MiB", "linger=7 ms", "closeTimeout=30 s", "spool=none")
        .endsWith("Protection[cipher=none, claims=set], metrics=none]")
        .doesNotContain("4711");
    for (ProducerOption option : ProducerOption.ALL) {
      assertThat(text).contains(option.optionName() + "=");
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOption_hasASetterOfItsName(ProducerOption option) {
    assertThat(ProducerOptionsBuilder.class.getMethods())
        .extracting(method -> method.getName())
        .contains(option.optionName());
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOption_setToWhatItIs_changesNothing(ProducerOption option) {
    var defaults = ProducerOptions.builder().build();
    String value = option.valueIn(defaults);
    boolean isUnset = value.equals("none") || value.equals("the stream's");
    var builder = ProducerOptions.builder();
    if (!isUnset) {
      builder.properties(
          Map.of("kinesisetl.producer." + option.optionName(), value.replace("min", "m")));
    }
    assertThat(builder.build()).isEqualTo(defaults);
  }

  private static Arguments pair(
      UnaryOperator<ProducerOptionsBuilder> one,
      UnaryOperator<ProducerOptionsBuilder> other,
      String oneName,
      String otherName) {
    return Arguments.of(one, other, oneName, otherName);
  }
}
