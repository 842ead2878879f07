// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  @Test
  void regressions_slowerBeyondThresholdAndNoise_areNamed() {
    var comparison =
        new Comparison(
            Map.of("Put.put", time(100, 5, 1), "Other.run", time(100, 30, 1)),
            Map.of("Put.put", time(120, 5, 1), "Other.run", time(120, 30, 1)),
            10);
    assertThat(comparison.regressions())
        .singleElement()
        .asString()
        .startsWith("Put.put: 100.0 -> 120.0 ns/op (+20.0 %)");
    assertThat(comparison.lines()).hasSize(2);
  }

  @Test
  void regressions_moreGarbage_isNamedWhateverTheTime() {
    var comparison =
        new Comparison(Map.of("a.b", time(100, 5, 1)), Map.of("a.b", time(90, 5, 9)), 10);
    assertThat(comparison.regressions()).hasSize(1);
    assertThat(
            new Comparison(Map.of("a.b", time(1, 0, 0.2)), Map.of("a.b", time(1, 0, 1.1)), 10)
                .regressions())
        .isEmpty();
  }

  @Test
  void lines_newAndGoneBenchmarks_areToldAndAreNoRegression() {
    var comparison =
        new Comparison(Map.of("old.x", time(1, 0, 0)), Map.of("new.y", time(1, 0, 0)), 5);
    assertThat(comparison.lines()).containsExactly("new.y: new", "old.x: gone");
    assertThat(comparison.regressions()).isEmpty();
  }

  @Test
  void read_jmhsOwnJson_findsParametersTimesAndGarbage(@TempDir Path folder) throws Exception {
    Path json =
        Files.writeString(
            folder.resolve("jmh.json"),
            """
            [{"benchmark": "io.x.PutBenchmark.put", "params": {"data": "small"},
              "primaryMetric": {"score": 250.5, "scoreConfidence": [240.0, 261.0],
                "scoreUnit": "ns/op"},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.8}}}]
            """);
    assertThat(Measurement.read(json))
        .containsEntry(
            "PutBenchmark.put{data=small}", new Measurement(250.5, 240.0, 261.0, "ns/op", 0.8));
    Files.writeString(json, Files.readString(json).replace("ns/op", "ops/s"));
    assertThatThrownBy(() -> Measurement.read(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ops/s");
  }

  private static Measurement time(double score, double error, double bytes) {
    return new Measurement(score, score - error, score + error, "ns/op", bytes);
  }
}
