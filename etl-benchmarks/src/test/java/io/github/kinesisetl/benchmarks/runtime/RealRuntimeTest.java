// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.testing.lambda.FunctionProcess;
import io.github.kinesisetl.testing.lambda.FunctionProcess.Function;
import io.github.kinesisetl.testing.lambda.FunctionProcess.FunctionRuntime;
import io.github.kinesisetl.testing.lambda.RuntimeApi.Reply;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised of handlers, kept in the runtime client, on every Java that is here. */
class RealRuntimeTest {

  private static final String DONE = "{\"batchItemFailures\":[]}";

  @TempDir Path folder;

  /**
   * The Java that runs the tests, and the newest one if there is another; Lambda's client and ours.
   */
  static Stream<Arguments> runtimes() throws IOException {
    return FunctionProcess.javaHomes().stream()
        .flatMap(java -> Stream.of(FunctionRuntime.values()).map(by -> Arguments.of(java, by)));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void invocations_ofEveryForm_areDoneAndAnswered(Path java, FunctionRuntime by) throws Exception {
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      assertThat(function.invoke(event("a", "b")).text()).isEqualTo(DONE);
      assertThat(function.invoke(event(dense("c", "d"), "e".getBytes(UTF_8))).text())
          .isEqualTo(DONE);
      assertThat(function.invoke("{\"test\": true}".getBytes(UTF_8)).text())
          .contains("\"status\":\"ok\"", "\"handler\":\"ScriptedHandler\"");
    }
    assertThat(done()).containsExactly("a", "b", "c", "d", "e");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void poisonedBatch_isDoneButForTheDeadLettersAndTellsNoPayload(Path java, FunctionRuntime by)
      throws Exception {
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      byte[] event = event("a", "bad", "poison", "b");
      assertThat(function.invoke(event).text()) // its arrival is long ago, but once is no bug yet
          .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"1002\"}]}");
      assertThat(function.invoke(event).text()).isEqualTo(DONE);
      byte[] broken =
          new String(event("c", "d"), UTF_8)
              .replaceFirst("\"data\":\"[^\"]*\"", "\"data\":\"%%%\"")
              .getBytes(UTF_8);
      assertThat(function.invoke(broken).text()).isEqualTo(DONE);
      assertThat(function.output()).doesNotContain("secret").doesNotContain("%%%");
    }
    assertThat(done()).containsExactly("a", "a", "b", "d");
    assertThat(Files.readAllLines(folder.resolve("letters")))
        .containsExactly(
            "check:a bad word",
            "check:a bad word",
            "process:the stage threw java.lang.IllegalStateException",
            "read:kinesis.data is not base64");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void transientFailure_isReportedByItsNumber(Path java, FunctionRuntime by) throws Exception {
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      assertThat(function.invoke(event("a", "later", "b")).text())
          .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"1001\"}]}");
    }
    assertThat(done()).containsExactly("a");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void payloadThatIsNoEvent_isAnErrorAndTheNextInvocationIsFine(Path java, FunctionRuntime by)
      throws Exception {
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      Reply reply = function.invoke("{\"Records\":[{}]}".getBytes(UTF_8));
      assertThat(reply.failed()).isTrue();
      assertThat(reply.text()).contains("has no kinesis.sequenceNumber");
      assertThat(function.invoke(event("a")).text()).isEqualTo(DONE);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void sixMegabytes_fitAFunctionOf128Megabytes(Path java, FunctionRuntime by) throws Exception {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      words.add("word" + i + "x".repeat(400));
    }
    byte[] event = event(words.toArray(String[]::new));
    assertThat(event.length).isBetween(5_500_000, 6 << 20);
    try (FunctionProcess function = start(java, by, "-Xmx64m")) {
      for (int i = 0; i < 5; i++) {
        assertThat(function.invoke(event).text()).isEqualTo(DONE);
      }
    }
    assertThat(done()).hasSize(5 * 9_000);
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void timeThatRunsOut_isNoticedBeforeAndTheRestReported(Path java, FunctionRuntime by)
      throws Exception {
    String[] words = new String[60];
    Arrays.fill(words, "slow");
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      CompletableFuture<Reply> reply = function.begin(event(words), Duration.ofSeconds(4));
      String answer = function.await(reply).text();
      assertThat(answer)
          .matches("\\{\"batchItemFailures\":\\[\\{\"itemIdentifier\":\"10\\d\\d\"}]}");
      int reported = Integer.parseInt(answer.replaceAll("\\D", "")) - 1000;
      assertThat(done()).hasSize(reported);
    }
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void memoryThatRunsOut_failsTheInvocationAndNothingIsLost(Path java, FunctionRuntime by)
      throws Exception {
    try (FunctionProcess function = start(java, by, "-Xmx64m")) {
      Reply reply = function.invoke(event("a", "memory"));
      assertThat(reply.failed()).isTrue();
      assertThat(reply.text()).contains("OutOfMemoryError");
    } catch (IOException e) {
      assertThat(e)
          .hasMessageContaining("ended without a reply"); // the client gives up the process
    }
    try (FunctionProcess function = start(java, by, "-Xmx64m")) {
      assertThat(function.invoke(event("a")).text()).isEqualTo(DONE);
    }
    assertThat(done()).containsExactly("a");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void killInTheMiddle_andRedelivery_doEveryRecord(Path java, FunctionRuntime by) throws Exception {
    byte[] event = event("a", "hang", "b");
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      CompletableFuture<Reply> reply = function.begin(event, Duration.ofSeconds(60));
      try {
        reply.get(2, TimeUnit.SECONDS);
        throw new AssertionError("it should hang");
      } catch (TimeoutException expected) {
        function.kill();
      }
      assertThatIOException().isThrownBy(() -> function.await(reply));
    }
    try (FunctionProcess function = start(java, by, "-Xmx128m")) {
      assertThat(function.invoke(event("a", "b")).text()).isEqualTo(DONE);
    }
    assertThat(done()).containsExactly("a", "b");
  }

  private FunctionProcess start(Path java, FunctionRuntime by, String heap) throws IOException {
    return FunctionProcess.start(
        new Function(
            java,
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", heap),
            classPath(),
            by,
            ScriptedHandler.class.getName(),
            Map.of(ScriptedHandler.FOLDER, folder.toString())),
        folder.resolve("function.log"));
  }

  /** Without KCL and KPL, in whose hundred jars every class would be looked for. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("amazon-kinesis"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> done() throws IOException {
    Path file = folder.resolve("done");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static byte[] event(String... words) {
    return event(Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  private static byte[] event(byte[]... data) {
    var json = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < data.length; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"kinesis\":{\"partitionKey\":\"k\",\"sequenceNumber\":\"")
          .append(1000 + i)
          .append("\",\"data\":\"")
          .append(Base64.getEncoder().encodeToString(data[i]))
          .append("\",\"approximateArrivalTimestamp\":1700000000.5},\"eventID\":\"shardId-1:")
          .append(1000 + i)
          .append("\"}");
    }
    return json.append("]}").toString().getBytes(UTF_8);
  }

  private static byte[] dense(String... words) {
    var aggregator = RecordAggregator.kpl(1 << 10);
    for (String word : words) {
      aggregator.add(EventRecord.of("k", word.getBytes(UTF_8)));
    }
    try (Compressor zstd = Compressor.zstd(1)) {
      return zstd.compress(aggregator.finish(AggregateIds.fresh(1, 2)));
    }
  }
}
