// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.junit.KinesisLocalTest;
import io.github.kinesisetl.local.s3.S3Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The example of the README. */
@KinesisLocalTest
class ArchiveTest {

  @Test
  void archive_keepsWhatIsPut(KinesisLocal kinesis, S3Client s3) {
    kinesis.service(S3Service.class).createBucket("archive");
    s3.putObject(r -> r.bucket("archive").key("day=1/part-0"), RequestBody.fromString("{}"));
    assertThat(s3.getObjectAsBytes(r -> r.bucket("archive").key("day=1/part-0")).asUtf8String())
        .isEqualTo("{}");
  }

  @Test
  void readme_showsTheTestAbove() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/io/github/kinesisetl/local/services/ArchiveTest.java"));
    int begin = source.indexOf("  @Test\n  void archive_");
    String shown = source.substring(begin, source.indexOf("\n\n", begin));
    assertThat(Files.readString(Path.of("README.md"))).contains(shown);
  }
}
