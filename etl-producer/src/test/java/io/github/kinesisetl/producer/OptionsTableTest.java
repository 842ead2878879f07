// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.internal.Settings;
import io.github.kinesisetl.producer.internal.StreamSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/options.md is made of the table that the options are read by. */
class OptionsTableTest {

  private static final Path PAGE = Path.of("../docs/options.md");

  private static final String HEAD =
      """
      # Options of the producer

      Made by `./mvnw -pl etl-producer -am test -Dtest=OptionsTableTest -Ddocs.write=true
      -Dsurefire.failIfNoSpecifiedTests=false` from the table that reads them; a test fails when this page is stale.

      Each option is a setter of `ProducerOptions.builder()`. `properties(...)` reads the keys `kinesisetl.producer.` + name, as
      `maxBlock` or `max-block`; `environment(System.getenv())` reads the variables. Sizes are written `65536`, `64KiB`, `5MiB`; times `100ms`,
      `5s`, `2m`, `PT0.1S`. An unknown name is refused, with the nearest one. `build()` refuses what could have no effect beside another
      setting. Only code can set `metrics`, `cipher` and `claims`.

      | option | default | range | what for | environment variable |
      |---|---|---|---|---|
      """;

  private static final String STREAM_HEAD =
      """

      `KinesisStream.ofProperties(...)` and `KinesisStream.ofEnvironment(System.getenv())` read which stream to write to:

      | setting | default | range | what for | environment variable |
      |---|---|---|---|---|
      """;

  @Test
  void page_isMadeOfTheTable() throws IOException {
    String page = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("docs/options.md is stale; its head says how to make it").hasContent(page);
  }

  private static String page() {
    var page = new StringBuilder(HEAD);
    ProducerOptions defaults = ProducerOptions.builder().build();
    for (ProducerOption option : ProducerOption.ALL) {
      String value =
          option.optionName().equals("spillDirectory")
              ? "java.io.tmpdir"
              : option.valueIn(defaults);
      row(page, option.optionName(), value, option.range(), option.purpose());
    }
    page.append(STREAM_HEAD);
    for (StreamSetting setting : StreamSetting.values()) {
      row(page, setting.optionName(), setting.defaultText(), setting.range(), setting.purpose());
    }
    return page.toString();
  }

  private static void row(
      StringBuilder page, String name, String value, String range, String purpose) {
    page.append(
        "| `%s` | %s | %s | %s | `%s` |\n"
            .formatted(name, value, range, purpose, Settings.variable(name)));
  }
}
