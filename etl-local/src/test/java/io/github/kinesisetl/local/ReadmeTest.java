// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void readme_showsOrdersTest() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/github/kinesisetl/local/OrdersTest.java"));
    String shown = source.substring(source.indexOf("@KinesisLocalTest(")).strip();
    assertThat(Files.readString(Path.of("README.md"))).contains(shown);
    assertThat(shown.lines().count()).isLessThan(20);
  }
}
