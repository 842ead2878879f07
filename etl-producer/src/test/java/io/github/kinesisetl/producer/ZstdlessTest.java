// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ZstdlessTest {

  /** It opened once, and rejected every event. */
  @Test
  void open_zstdThatCannotBeUnpacked_failsWithTheRemedyWhereTheModeNeedsIt(@TempDir Path root)
      throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + root.resolve("missing"),
                "-cp",
                System.getProperty("java.class.path"),
                ZstdlessChild.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> told =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(child.waitFor()).isZero();
    assertThat(told).hasSize(3);
    assertThat(told.get(0))
        .startsWith("DENSE zstd cannot be loaded")
        .contains("java.io.tmpdir", "-DZstdTempFolder", "mode KPL or PLAIN");
    assertThat(told.subList(1, 3)).containsExactly("KPL Accepted", "PLAIN Accepted");
  }
}
