// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kinesisetl.benchmarks.race.Race.Entrant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {

  private static final Entrant ENTRANT = new Entrant("ours", "small");

  @Test
  void markdown_ofManyRuns_tellsMedianAndSpread() {
    var table = new ResultTable();
    table.add(ENTRANT, "cpu", 3);
    table.add(ENTRANT, "cpu", 1);
    table.add(ENTRANT, "cpu", 2_000);
    assertThat(table.markdown())
        .isEqualTo(
            """
            | data | contestant | cpu |
            |---|---|---:|
            | small | ours | 3.000 (1.000..2000) |
            """);
  }

  @Test
  void markdown_ofAnEvenNumberOfRuns_takesTheMiddleOfTheMiddleTwo() {
    var table = new ResultTable();
    for (double value : new double[] {10, 1, 4, 2}) {
      table.add(ENTRANT, "cpu", value);
    }
    assertThat(table.markdown()).contains("| 3.000 (1.000..10.0) |");
  }

  @Test
  void write_givesAnObjectALine(@TempDir Path folder) throws Exception {
    var table = new ResultTable();
    table.add(ENTRANT, "cpu", 1.5);
    table.add(ENTRANT, "bytes", 20);
    Path file = folder.resolve("results").resolve("any.jsonl");
    table.write(file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    JsonNode first = new JsonMapper().readTree(lines.get(0));
    assertThat(first.get("contestant").textValue()).isEqualTo("ours");
    assertThat(first.get("data").textValue()).isEqualTo("small");
    assertThat(first.get("metric").textValue()).isEqualTo("cpu");
    assertThat(first.get("value").doubleValue()).isEqualTo(1.5);
    assertThat(first.get("runs").intValue()).isEqualTo(1);
  }
}
