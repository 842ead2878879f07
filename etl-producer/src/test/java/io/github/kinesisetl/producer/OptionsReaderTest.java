// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsReaderTest {

  @Test
  void properties_ofEveryKind_areSet() {
    ProducerOptions options =
        ProducerOptions.builder()
            .properties(
                Map.of(
                    "kinesisetl.producer.mode", "plain",
                    "kinesisetl.producer.linger", "250ms",
                    "kinesisetl.producer.deliveryTimeout", "PT1H",
                    "kinesisetl.producer.maxBufferedBytes", "128 MiB",
                    "kinesisetl.producer.maxInFlightRequests", "8",
                    "kinesisetl.producer.spool", "/var/spool/clicks",
                    "kinesisetl.producer.spoolFsync", "true",
                    "kinesisetl.producer.whenFull", "SPILL",
                    "kinesisetl.handler.linger", "not ours"))
            .build();
    assertThat(options.encoding().mode()).isEqualTo(OutputMode.PLAIN);
    assertThat(options.delivery().linger()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.delivery().retry().deliveryTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(options.memory().maxBufferedBytes()).isEqualTo(128 << 20);
    assertThat(options.delivery().maxInFlightRequests()).isEqualTo(8);
    assertThat(options.durability().spool()).isEqualTo(Path.of("/var/spool/clicks"));
    assertThat(options.durability().spoolFsync()).isTrue();
    assertThat(options.memory().whenFull()).isEqualTo(WhenFull.SPILL);
  }

  @Test
  void properties_withDefaults_areSet() {
    var defaults = new Properties();
    defaults.setProperty("kinesisetl.producer.linger", "7ms");
    var properties = new Properties(defaults);
    properties.setProperty("kinesisetl.producer.mode", "kpl");
    ProducerOptions options = ProducerOptions.builder().properties(properties).build();
    assertThat(options.delivery().linger()).isEqualTo(Duration.ofMillis(7));
    assertThat(options.encoding().mode()).isEqualTo(OutputMode.KPL);
  }

  @Test
  void environment_isReadUnderItsOwnNames() {
    ProducerOptions options =
        ProducerOptions.builder()
            .environment(
                Map.of(
                    "KINESISETL_PRODUCER_MAX_BUFFERED_BYTES", "2MiB",
                    "KINESISETL_PRODUCER_ORDERED", "false",
                    "PATH", "/bin"))
            .build();
    assertThat(options.memory().maxBufferedBytes()).isEqualTo(2 << 20);
    assertThat(options.delivery().ordered()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linger|5 parsecs|it must be a time such as 100ms, 5s, 2m or PT0.1S",
        "linger|PTx|it must be a time such as 100ms, 5s, 2m or PT0.1S",
        "linger|61s|linger must be 0 to PT1M, but is PT1M1S",
        "maxBufferedBytes|64MB|it must be a size such as 65536, 64KiB or 5MiB",
        "maxBufferedBytes|1KiB|maxBufferedBytes must be 1048576 to 68719476736, but is 1024",
        "maxAggregateBytes|99999999TiB|maxAggregateBytes must be 1024 to 8388608, but is 2147483647",
        "compressionLevel|fast|it must be a whole number",
        "compressionLevel|23|compressionLevel must be 1 to 22, but is 23",
        "ordered|yes|it must be true or false",
        "whenFull|panic|it must be one of [BLOCK, FAIL, SPILL]"
      })
  void properties_badValue_errorNamesKeyValueAndRange(String name, String value, String what) {
    String key = "kinesisetl.producer." + name;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProducerOptions.builder().properties(Map.of(key, value)))
        .withMessage(key + "=" + value + ": " + what);
  }

  @ParameterizedTest
  @CsvSource({
    "kinesisetl.producer.ligner,kinesisetl.producer.linger",
    "kinesisetl.producer.max_buffered_bytes,kinesisetl.producer.maxBufferedBytes",
    "kinesisetl.producer.max-buffered,kinesisetl.producer.maxBufferedBytes",
    "kinesisetl.producer.steam,kinesisetl.producer.stream",
    "kinesisetl.producer.maxInflight,kinesisetl.producer.maxInFlightRequests",
    "kinesisetl.producer.spool.fsync,kinesisetl.producer.spoolFsync"
  })
  void properties_unknownKey_isRefusedWithTheNearest(String key, String nearest) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProducerOptions.builder().properties(Map.of(key, "1")))
        .withMessage(key + " is no option; did you mean " + nearest + "?");
  }

  @Test
  void environment_unknownVariable_isRefusedWithTheNearest() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ProducerOptions.builder().environment(Map.of("KINESISETL_PRODUCER_LINGERS", "1")))
        .withMessage(
            "KINESISETL_PRODUCER_LINGERS is no option; did you mean KINESISETL_PRODUCER_LINGER?");
  }

  @Test
  void properties_inKebabCase_areSetAsInCamelCase() {
    ProducerOptions options =
        ProducerOptions.builder()
            .properties(
                Map.of(
                    "kinesisetl.producer.max-buffered-bytes", "2MiB",
                    "kinesisetl.producer.max-in-flight-requests", "9",
                    "kinesisetl.producer.mode", "kpl"))
            .build();
    assertThat(options.memory().maxBufferedBytes()).isEqualTo(2 << 20);
    assertThat(options.delivery().maxInFlightRequests()).isEqualTo(9);
    assertThat(options.encoding().mode()).isEqualTo(OutputMode.KPL);
  }

  @Test
  void properties_oneOptionInTwoSpellings_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            ProducerOptions.builder()
                .properties(
                    Map.of(
                        "kinesisetl.producer.max-block", "1s",
                        "kinesisetl.producer.maxBlock", "2s")))
        .withMessage(
            "kinesisetl.producer.maxBlock and kinesisetl.producer.max-block set the same;"
                + " leave one away");
  }

  @Test
  void properties_ofTheStream_areLeftToTheStream() {
    assertThat(
            ProducerOptions.builder()
                .properties(
                    Map.of(
                        "kinesisetl.producer.stream", "clicks",
                        "kinesisetl.producer.region", "eu-central-1",
                        "kinesisetl.producer.endpoint", "http://localhost:4567"))
                .environment(Map.of("KINESISETL_PRODUCER_STREAM", "clicks"))
                .build())
        .isEqualTo(ProducerOptions.builder().build());
  }

  @Test
  void properties_orderedInPlainMode_isRefusedWhateverTheOrderOfKeys() {
    var builder =
        ProducerOptions.builder()
            .properties(
                Map.of("kinesisetl.producer.ordered", "true", "kinesisetl.producer.mode", "PLAIN"));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("ordered must be false in mode PLAIN");
  }
}
