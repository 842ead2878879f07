// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.junit.KinesisLocalTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class LargeOrdersTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("ETL_SINK", "s3://orders/large", "ETL_DEAD_LETTERS", "s3://orders/dead");

  @Test
  @KinesisLocalTest(streams = "orders")
  void orders_withoutLargeOnes_needNoClient(KinesisLocal kinesis, KinesisClient client)
      throws Exception {
    client.putRecord(r ->
        r.streamName("orders").partitionKey("k").data(SdkBytes.fromUtf8String("{\"amount\":17}")));
    try (var handler = new LargeOrders(ENVIRONMENT);
        var mapping = kinesis.map("orders", handler).reportBatchItemFailures(true).start()) {
      assertThat(mapping.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
      assertThat(mapping.metrics().entriesDone()).isEqualTo(1);
      assertThat(mapping.metrics().retries()).isZero();
    }
  }

  @Test
  void source_ofTheExample_isShorterThanThirtyLinesOfCode() throws IOException {
    Path source = Path.of("src/main/java/io/github/kinesisetl/functions/LargeOrders.java");
    long lines =
        Files.readAllLines(source).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("import") && !line.startsWith("/"))
            .count();
    assertThat(lines).isLessThan(30);
  }
}
