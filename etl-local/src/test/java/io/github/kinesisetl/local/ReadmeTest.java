// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class ReadmeTest {

  // begin
  @Test
  void order_isPutOnTheStream() {
    try (var kinesis = KinesisLocal.start().createStream("orders", 2);
        var client = clientFor(kinesis.endpoint())) {
      kinesis.faults().failRequests(1); // the SDK tries again
      var put =
          client.putRecord(r ->
              r.streamName("orders")
                  .partitionKey("customer-1")
                  .data(SdkBytes.fromUtf8String("1 book")));
      assertThat(put.shardId()).startsWith("shardId-");
    }
  }

  // end

  @Test
  void readme_showsThisTest() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/github/kinesisetl/local/ReadmeTest.java"));
    String shown = source.substring(source.indexOf("// begin") + 9, source.indexOf("  // end"));
    assertThat(Files.readString(Path.of("README.md"))).contains(shown.strip());
    assertThat(shown.lines().count()).isLessThan(20);
  }

  private static KinesisClient clientFor(URI endpoint) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
