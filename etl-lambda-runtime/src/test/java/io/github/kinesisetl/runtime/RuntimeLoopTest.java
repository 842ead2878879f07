// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import static io.github.kinesisetl.runtime.ScriptedServer.CLOSE;
import static io.github.kinesisetl.runtime.ScriptedServer.invocation;
import static io.github.kinesisetl.runtime.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeLoopTest {

  private static final String BASE = "/2018-06-01/runtime/";

  /** Answers with what it got, or does what the payload says. */
  private static void echo(InputStream input, OutputStream output, Context context)
      throws IOException {
    String text = new String(input.readAllBytes(), UTF_8);
    switch (text) {
      case "fail" -> throw failure();
      case "overflow" -> throw new StackOverflowError();
      case "memory" -> throw new OutOfMemoryError("no more");
      case "trace" ->
          output.write(
              String.valueOf(System.getProperty("com.amazonaws.xray.traceHeader")).getBytes(UTF_8));
      default -> output.write((context.getAwsRequestId() + ":" + text).getBytes(UTF_8));
    }
  }

  private static IllegalStateException failure() {
    var cause = new IOException("why");
    cause.setStackTrace(new StackTraceElement[0]);
    return new IllegalStateException("said \"fail\"\n", cause);
  }

  @Test
  void serve_severalInvocations_answersEachUnderItsId() throws Exception {
    try (var server =
        new ScriptedServer(
            invocation("id-1", "one"), status(202), invocation("id-2", ""), status(202))) {
      serve(server, RuntimeLoopTest::echo, 2);
      assertThat(server.requests())
          .containsExactly(
              "GET " + BASE + "invocation/next",
              "POST " + BASE + "invocation/id-1/response id-1:one",
              "GET " + BASE + "invocation/next",
              "POST " + BASE + "invocation/id-2/response id-2:");
    }
  }

  @Test
  void serve_payloadInChunks_isReadToItsEnd() throws Exception {
    String chunked =
        invocation("id", "3;x=y\r\none\r\n4\r\n two\r\n0\r\nTrailer: any\r\n\r\n")
            .replaceFirst("Content-Length: \\d+", "Transfer-Encoding: Chunked");
    try (var server =
        new ScriptedServer(chunked, status(202), invocation("next", "x"), status(202))) {
      serve(server, RuntimeLoopTest::echo, 2);
      assertThat(server.requests())
          .contains(
              "POST " + BASE + "invocation/id/response id:one two",
              "POST " + BASE + "invocation/next/response next:x");
    }
  }

  @Test
  void serve_handlerThatReadsNothing_leavesTheConnectionInOrder() throws Exception {
    try (var server =
        new ScriptedServer(
            invocation("a", "x".repeat(100_000)), status(202), invocation("b", "y"), status(202))) {
      serve(server, (input, output, context) -> output.write('1'), 2);
      assertThat(server.requests()).contains("POST " + BASE + "invocation/b/response 1");
    }
  }

  @Test
  void serve_connectionThatWasClosedMeanwhile_isOpenedAgain() throws Exception {
    try (var server =
        new ScriptedServer(
            invocation("a", "x"),
            status(202),
            CLOSE,
            invocation("b", "y"),
            CLOSE,
            status(202),
            invocation("c", "z"),
            status(202))) {
      serve(server, RuntimeLoopTest::echo, 3);
      assertThat(server.requests())
          .contains(
              "POST " + BASE + "invocation/b/response b:y",
              "POST " + BASE + "invocation/c/response c:z");
    }
  }

  @Test
  void serve_handlerThatThrows_reportsTheErrorAndGoesOn() throws Exception {
    try (var server =
        new ScriptedServer(
            invocation("a", "fail"),
            status(202),
            invocation("b", "overflow"),
            status(202),
            invocation("c", "x"),
            status(202))) {
      serve(server, RuntimeLoopTest::echo, 3);
      assertThat(server.requests().get(1))
          .startsWith(
              "POST "
                  + BASE
                  + "invocation/a/error {\"errorType\":\"java.lang.IllegalStateException\","
                  + "\"errorMessage\":\"said \\\"fail\\\"\\u000a\",\"stackTrace\":[\"io.github")
          .endsWith(
              "],\"cause\":{\"errorType\":\"java.io.IOException\",\"errorMessage\":\"why\",\"stackTrace\":[]}}");
      assertThat(server.requests().get(3)).contains("java.lang.StackOverflowError");
      assertThat(server.requests()).contains("POST " + BASE + "invocation/c/response c:x");
    }
  }

  @Test
  void serve_errorOfTheMachine_isReportedAndEndsTheLoop() throws Exception {
    try (var server = new ScriptedServer(invocation("a", "memory"), status(202))) {
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(() -> serve(server, RuntimeLoopTest::echo, 1));
      assertThat(server.requests().get(1)).contains("java.lang.OutOfMemoryError");
    }
  }

  @Test
  void serve_answerThatIsTooLarge_isReportedInsteadOfSent() throws Exception {
    RequestStreamHandler handler =
        (input, output, context) -> {
          boolean fits = context.getAwsRequestId().equals("fits");
          output.write(new byte[RuntimeLoop.MAX_ANSWER_BYTES + (fits ? 0 : 1)]);
        };
    try (var server =
        new ScriptedServer(
            invocation("long", "x"), status(202), invocation("fits", "y"), status(202))) {
      serve(server, handler, 2);
      assertThat(server.requests().get(1))
          .isEqualTo(
              "POST "
                  + BASE
                  + "invocation/long/error {\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":"
                  + "\"an answer must have at most 6291556 bytes, but has 6291557\",\"stackTrace\":[]}");
      assertThat(server.requests().get(3)).startsWith("POST " + BASE + "invocation/fits/response ");
    }
  }

  @Test
  void serve_handlerThatLeavesItsThreadInterrupted_doesNotInterruptTheNext() throws Exception {
    List<Boolean> interrupted = new ArrayList<>();
    RequestStreamHandler handler =
        (input, output, context) -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
        };
    try (var server =
        new ScriptedServer(invocation("a", "x"), status(202), invocation("b", "y"), status(202))) {
      serve(server, handler, 2);
      assertThat(interrupted).containsExactly(false, false);
    }
  }

  @Test
  void serve_outputOfAnEarlierInvocation_doesNotReachALaterAnswer() throws Exception {
    List<OutputStream> outputs = new ArrayList<>();
    RequestStreamHandler handler =
        (input, output, context) -> {
          outputs.add(output);
          output.close();
          output.write('1');
          outputs.get(0).write('0');
        };
    try (var server =
        new ScriptedServer(invocation("a", "x"), status(202), invocation("b", "y"), status(202))) {
      serve(server, handler, 2);
      assertThat(server.requests()).contains("POST " + BASE + "invocation/b/response 1");
    }
  }

  @Test
  void serve_threadsThatReadOnWhenTheirInvocationIsOver_takeNothingOfTheNext() throws Exception {
    int invocations = 200;
    List<String> script = new ArrayList<>();
    for (int i = 0; i < invocations; i++) {
      script.add(invocation("id-" + i, "x".repeat(3_000)));
      script.add(status(202));
    }
    List<Thread> readers = new ArrayList<>();
    RequestStreamHandler handler =
        (input, output, context) -> {
          var reader = new Thread(() -> readAll(input));
          readers.add(reader);
          reader.start();
          output.write('1');
        };
    try (var server = new ScriptedServer(script.toArray(String[]::new))) {
      serve(server, handler, invocations);
      assertThat(server.requests())
          .contains("POST " + BASE + "invocation/id-%d/response 1".formatted(invocations - 1));
    }
    for (Thread reader : readers) {
      reader.join();
    }
  }

  private static void readAll(InputStream input) {
    try {
      int read;
      do {
        read = input.read();
      } while (read >= 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void serve_trace_isThatOfTheInvocation() throws Exception {
    String traced =
        invocation("a", "trace")
            .replace("Content-Length", "Lambda-Runtime-Trace-Id: Root=1\r\nContent-Length");
    try (var server =
        new ScriptedServer(traced, status(202), invocation("b", "trace"), status(202))) {
      serve(server, RuntimeLoopTest::echo, 2);
      assertThat(server.requests())
          .contains(
              "POST " + BASE + "invocation/a/response Root=1",
              "POST " + BASE + "invocation/b/response null");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n",
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nLambda-Runtime-Deadline-Ms: 1\r\n\r\nno length",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "\r\n"
      })
  void serve_serverThatSpeaksOtherwise_isAnError(String response) throws Exception {
    try (var server = new ScriptedServer(response)) {
      assertThatIOException().isThrownBy(() -> serve(server, RuntimeLoopTest::echo, 1));
    }
  }

  @Test
  void serve_payloadThatEndsEarly_failsTheInvocation() throws Exception {
    String torn = invocation("a", "1234").replace("Content-Length: 4", "Content-Length: 9");
    try (var server =
        new ScriptedServer(torn, CLOSE, status(202), invocation("b", "x"), status(202))) {
      serve(server, RuntimeLoopTest::echo, 2);
      assertThat(server.requests().get(1))
          .contains("invocation/a/error", "the payload ended 5 bytes early");
      assertThat(server.requests()).contains("POST " + BASE + "invocation/b/response b:x");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":80", "host:port", "host:0", "host:65536", "host:123456"})
  void api_wrongAddress_saysWhatItMustBe(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RuntimeApi(address))
        .withMessageStartingWith("AWS_LAMBDA_RUNTIME_API must be <host>:<port>");
  }

  private static void serve(ScriptedServer server, RequestStreamHandler handler, int invocations)
      throws IOException {
    try (var api = new RuntimeApi(server.address())) {
      var loop = new RuntimeLoop(api, handler, Map.of());
      for (int i = 0; i < invocations; i++) {
        loop.serve();
      }
    }
  }
}
