// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void firstEvent_inTheReadme_isTheCodeThatCompiles() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    String code =
        Files.readString(Path.of("src/test/java/io/github/kinesisetl/quickstart/FirstEvent.java"));
    String snippet = readme.substring(readme.indexOf("```java\n") + 8);
    snippet = snippet.substring(0, snippet.indexOf("```"));
    assertThat(snippet).isEqualTo(code.substring(code.indexOf("public final class")));
    assertThat(snippet.lines().count()).isLessThanOrEqualTo(12);
  }

  @Test
  void quickStart_hasExactlyTwoCommandsOfOneLine() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    String section = readme.substring(readme.indexOf("\n## Quick start\n") + 1);
    section = section.substring(0, section.indexOf("\n## "));
    String[] blocks = section.split("```sh\n", -1);
    assertThat(blocks).hasSize(3);
    for (int i = 1; i < blocks.length; i++) {
      String block = blocks[i].substring(0, blocks[i].indexOf("```"));
      assertThat(block.lines()).singleElement().asString().startsWith("./mvnw ");
    }
  }
}
