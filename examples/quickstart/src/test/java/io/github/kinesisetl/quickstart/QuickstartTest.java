// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class QuickstartTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void run_someThousandEvents_balancesTheLedgerAndLeavesResults(@TempDir Path folder)
      throws Exception {
    assertThat(run("--events", "12000", "--out", folder.toString())).isZero();
    String text = printed.toString(UTF_8);
    assertThat(text.strip().lines().reduce((first, last) -> last))
        .contains("ledger: produced=12060 delivered=12033 deadLetters=27 duplicates=0 lost=0");
    assertThat(text).contains("resharding", "times fewer bytes than the KPL aggregate");
    assertThat(folder.resolve("enriched/event_date=2015-05-17/events.jsonl")).isNotEmptyFile();
    assertThat(folder.resolve("alerts/alerts.jsonl")).exists();
    assertThat(folder.resolve("on-failure")).doesNotExist();
    List<String> deadLetters =
        Files.readAllLines(folder.resolve("dead-letters/dead-letters.jsonl"));
    assertThat(deadLetters)
        .allSatisfy(line -> assertThat(line).contains("\"stage\"", "\"reason\"", "\"data\""));
    Set<String> events = new HashSet<>();
    for (String line : deadLetters) {
      events.add(Ledger.identity(Ledger.decode(new DeadLetterCodec(), line)));
    }
    assertThat(events).as("a reshard may repeat one").hasSize(27);
  }

  @Test
  void run_again_beginsAnewInTheSameFolder(@TempDir Path folder) throws Exception {
    assertThat(run("--events", "1000", "--no-limits", "--out", folder.toString())).isZero();
    assertThat(run("--events", "1000", "--rate", "5000", "--out", folder.toString())).isZero();
  }

  @Test
  void run_intoAFolderWithOthersFiles_touchesNothing(@TempDir Path folder) throws Exception {
    Path theirs = Files.createDirectories(folder.resolve("enriched")).resolve("thesis.txt");
    Files.writeString(theirs, "years of work");
    assertThat(run("--events", "1000", "--out", folder.toString())).isEqualTo(2);
    assertThat(printed.toString(UTF_8))
        .contains("--out has a enriched that no run of this job made");
    assertThat(theirs).hasContent("years of work");
  }

  @Test
  void run_whereAnotherRunWorks_saysSo(@TempDir Path folder) throws Exception {
    try (var other = new LocalSinks(folder)) {
      assertThat(other.enriched()).isNotNull();
      assertThat(run("--events", "1000", "--out", folder.toString())).isEqualTo(2);
    }
    assertThat(printed.toString(UTF_8)).contains("another run writes to --out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--events",
        "--events x",
        "--events 999",
        "--events 20000001",
        "--rate -1",
        "--out",
        "--fast"
      })
  void run_badOptions_namesTheRangeAndTheUsage(String options) throws Exception {
    assertThat(run(options.split(" "))).isEqualTo(2);
    assertThat(printed.toString(UTF_8)).contains("Options:");
  }

  @Test
  void run_help_listsTheOptions() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(printed.toString(UTF_8)).isEqualTo(QuickstartOptions.USAGE);
  }

  private int run(String... arguments) throws Exception {
    try (var out = new PrintStream(printed, true, UTF_8)) {
      return Quickstart.run(List.of(arguments), out);
    }
  }
}
