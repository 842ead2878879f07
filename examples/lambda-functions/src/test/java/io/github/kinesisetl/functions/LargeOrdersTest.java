// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.entry.ListedBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeOrdersTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("ETL_SINK", "s3://orders/large", "ETL_DEAD_LETTERS", "s3://orders/dead");

  @Test
  void handle_batchWithoutLargeOrders_needsNoClient() throws Exception {
    try (var handler = new LargeOrders(ENVIRONMENT)) {
      var batch =
          new ListedBatch(
              List.of(
                  new ListedBatch.Entry(
                      new RecordPosition("s", "1", 0),
                      0,
                      "k",
                      "{\"amount\":17}".getBytes(UTF_8),
                      null)));
      assertThat(handler.handle(batch, new NoContext())).isEqualTo(new BatchOutcome.Done());
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
