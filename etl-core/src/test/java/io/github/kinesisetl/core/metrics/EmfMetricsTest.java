// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmfMetricsTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));

  private final StringBuilder out = new StringBuilder();
  private final EmfMetrics metrics =
      EmfMetrics.builder("etl").dimension("function", "normalize").writeTo(out, CLOCK);

  @Test
  void flush_counter_writesTheSpecifiedLine() {
    metrics.count("lambda.recordsRead", 3);
    metrics.count("lambda.recordsRead", 4);
    metrics.flush();
    assertThat(out)
        .hasToString(
            "{\"_aws\":{\"Timestamp\":1795694400000,\"CloudWatchMetrics\":[{\"Namespace\":\"etl\","
                + "\"Dimensions\":[[\"function\"]],\"Metrics\":[{\"Name\":\"lambda.recordsRead\","
                + "\"Unit\":\"Count\"}]}]},\"function\":\"normalize\",\"lambda.recordsRead\":7}\n");
  }

  @Test
  void flush_distribution_writesValuesWithCounts() {
    metrics.record("lambda.iteratorAgeMillis", 5);
    metrics.record("lambda.iteratorAgeMillis", 9);
    metrics.record("lambda.iteratorAgeMillis", 5);
    metrics.flush();
    JsonNode line = lines().get(0);
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics/0/Unit").asText())
        .isEqualTo("Milliseconds");
    assertThat(line.get("lambda.iteratorAgeMillis"))
        .hasToString(
            "{\"Values\":[5,9],\"Counts\":[2,1],\"Min\":5,\"Max\":9,\"Count\":3,\"Sum\":19}");
  }

  /** Issue 11: the name stood twice in the line, and CloudWatch took one of the two. */
  @Test
  void report_nameThatIsInUse_isLeftOutTheSecondTime() {
    metrics.count("both", 3);
    metrics.record("both", 100);
    metrics.record("other", 7);
    metrics.count("other", 100);
    metrics.count("function", 1);
    metrics.record("function", 1);
    metrics.flush();
    assertThat(out.toString().split("\"both\"", -1)).hasSize(3); // defined once, told once
    JsonNode line = lines().get(0);
    assertThat(line.get("both").asInt()).isEqualTo(3);
    assertThat(line.at("/other/Sum").asInt()).isEqualTo(7);
    assertThat(line.get("function").asText()).isEqualTo("normalize");
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics")).hasSize(2);
  }

  @Test
  void flush_widelySpreadValues_keepsEveryCountInAtMostHundredValues() {
    long[] values = IntStream.range(0, 5_000).mapToLong(i -> (long) i * i).toArray();
    for (long value : values) {
      metrics.record("sizeBytes", value);
    }
    metrics.flush();
    JsonNode size = lines().get(0).get("sizeBytes");
    assertThat(size.get("Values").size()).isBetween(50, 100).isEqualTo(size.get("Counts").size());
    assertThat(sum(size.get("Counts"))).isEqualTo(5_000);
    assertThat(size.get("Max").asLong()).isEqualTo(4_999L * 4_999);
  }

  @Test
  void flush_again_writesOnlyWhatIsNew() {
    metrics.count("events", 2);
    metrics.record("ageMillis", 1);
    metrics.flush();
    metrics.flush();
    metrics.count("events", 5);
    metrics.close();
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1).get("events").asLong()).isEqualTo(5);
    assertThat(lines().get(1).has("ageMillis")).isFalse();
  }

  @Test
  void flush_moreThanHundredMetrics_writesSeveralLines() {
    IntStream.range(0, 250).forEach(i -> metrics.count("metric" + i, 1 + i));
    metrics.flush();
    assertThat(lines())
        .extracting(line -> line.at("/_aws/CloudWatchMetrics/0/Metrics").size())
        .containsExactly(100, 100, 50);
    assertThat(lines()).allMatch(line -> line.get("function").asText().equals("normalize"));
  }

  @Test
  void flush_textThatJsonMustEscape_staysValid() {
    var odd = EmfMetrics.builder("a\"b\\c").dimension("d\n", "e\u0001\"").writeTo(out, CLOCK);
    odd.count("x\"y", 1);
    odd.close();
    JsonNode line = lines().get(0);
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("a\"b\\c");
    assertThat(line.get("d\n").asText()).isEqualTo("e\u0001\"");
    assertThat(line.get("x\"y").asLong()).isEqualTo(1);
  }

  @Test
  void flush_whileManyThreadsCount_losesAndDoublesNothing() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> {
          metrics.count("events", 1);
          metrics.record("ageMillis", i);
          if (i % 500 == 0) {
            metrics.flush();
          }
        });
    metrics.close();
    long events = lines().stream().mapToLong(line -> line.path("events").asLong()).sum();
    long ages = lines().stream().mapToLong(line -> line.at("/ageMillis/Count").asLong()).sum();
    assertThat(events).isEqualTo(10_000);
    assertThat(ages).isEqualTo(10_000);
  }

  @Test
  void flush_outputFails_saysSo() {
    var failing = EmfMetrics.builder("etl").writeTo(new BrokenOutput(), CLOCK);
    failing.count("events", 1);
    assertThatThrownBy(failing::flush)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write metrics");
  }

  @Test
  void builder_badNames_areRefusedWithTheirLength() {
    assertThatThrownBy(() -> EmfMetrics.builder(""))
        .hasMessage("namespace must have 1 to 255 characters, but has 0");
    assertThatThrownBy(() -> EmfMetrics.builder("etl").dimension("stream", ""))
        .hasMessage("value of stream must have 1 to 1024 characters, but has 0");
    var full = EmfMetrics.builder("etl");
    IntStream.range(0, 30).forEach(i -> full.dimension("d" + i, "v"));
    assertThatThrownBy(() -> full.dimension("d30", "v"))
        .hasMessage("dimensions must be at most 30, but d30 is one more");
  }

  private List<JsonNode> lines() {
    var mapper = new ObjectMapper();
    return out.toString()
        .lines()
        .map(line -> {
          try {
            return mapper.readTree(line);
          } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
          }
        })
        .toList();
  }

  private static long sum(JsonNode numbers) {
    long sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asLong();
    }
    return sum;
  }

  private static final class BrokenOutput implements Appendable {
    @Override
    public Appendable append(CharSequence text) throws IOException {
      throw new IOException("closed");
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
      throw new IOException("closed");
    }

    @Override
    public Appendable append(char c) throws IOException {
      throw new IOException("closed");
    }
  }
}
