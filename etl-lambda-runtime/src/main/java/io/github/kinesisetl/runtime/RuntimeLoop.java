// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** Takes one invocation after the other to a handler, on the calling thread. */
final class RuntimeLoop {

  /** Where X-Ray's SDK, and the runtime client, look for the trace of this invocation. */
  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  private static final int KEPT_ANSWER_BYTES = 1 << 20;

  private final RuntimeApi api;
  private final RequestStreamHandler handler;
  private final Map<String, String> environment;
  private Answer answer = new Answer();

  RuntimeLoop(RuntimeApi api, RequestStreamHandler handler, Map<String, String> environment) {
    this.api = api;
    this.handler = handler;
    this.environment = environment;
  }

  /**
   * Serves one invocation.
   *
   * @throws IOException if the Runtime API cannot be spoken to; the process cannot go on then
   */
  void serve() throws IOException {
    Invocation invocation = api.next();
    trace(invocation.traceId());
    answer.reset();
    try {
      var context = new FunctionContext(invocation, environment, InstantSource.system());
      handler.handleRequest(invocation.payload(), answer, context);
    } catch (Throwable e) { // the border to the user's code: Lambda must hear of whatever it was
      fail(invocation.requestId(), e);
      return;
    }
    if (!api.respond(invocation.requestId(), answer.array(), answer.size())) {
      System.out.println(
          "{\"level\":\"ERROR\",\"requestId\":\"%s\",\"message\":\"the answer of %d bytes is too large for Lambda\"}"
              .formatted(invocation.requestId(), answer.size()));
    }
    if (answer.array().length > KEPT_ANSWER_BYTES) {
      answer = new Answer();
    }
  }

  private void fail(String requestId, Throwable error) throws IOException {
    boolean interrupted = Thread.interrupted(); // belongs to the invocation that ended
    ErrorReport report = ErrorReport.of(error);
    api.fail(requestId, report);
    System.out.println(report.logLine(requestId));
    if (error instanceof VirtualMachineError broken && !(error instanceof StackOverflowError)) {
      throw broken;
    }
  }

  private static void trace(String traceId) {
    if (traceId.isEmpty()) {
      System.clearProperty(TRACE);
    } else {
      System.setProperty(TRACE, traceId);
    }
  }

  /** An answer as it is written. */
  private static final class Answer extends ByteArrayOutputStream {
    byte[] array() {
      return buf;
    }
  }
}
