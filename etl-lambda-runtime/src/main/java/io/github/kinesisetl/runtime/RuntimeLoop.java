// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Takes one invocation after the other to a handler, on the calling thread. */
final class RuntimeLoop {

  /** Where X-Ray's SDK, and the runtime client, look for the trace of this invocation. */
  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  /**
   * The largest answer. Lambda's server closes the connection while more of it comes, so it is
   * never sent (<a
   * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a>, and
   * the bytes that Lambda's own message names).
   */
  static final int MAX_ANSWER_BYTES = 6_291_556;

  private final RuntimeApi api;
  private final RequestStreamHandler handler;
  private final Map<String, String> environment;

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
    var answer = new ByteArrayOutputStream(); // a thread that outlives the invocation may keep it
    try {
      var context = new FunctionContext(invocation, environment, InstantSource.system());
      handler.handleRequest(invocation.payload(), answer, context);
    } catch (Throwable e) { // the border to the user's code: Lambda must hear of whatever it was
      fail(invocation.requestId(), ErrorReport.of(e));
      if (e instanceof VirtualMachineError broken && !(e instanceof StackOverflowError)) {
        throw broken;
      }
      return;
    } finally {
      boolean unused = Thread.interrupted(); // belongs to the invocation that ended
    }
    respond(invocation.requestId(), answer.toByteArray());
  }

  private void respond(String requestId, byte[] answer) throws IOException {
    if (answer.length <= MAX_ANSWER_BYTES) {
      api.respond(requestId, answer);
      return;
    }
    String message =
        "an answer must have at most %d bytes, but has %d"
            .formatted(MAX_ANSWER_BYTES, answer.length);
    fail(requestId, new ErrorReport("Function.ResponseSizeTooLarge", message, List.of(), null));
  }

  private void fail(String requestId, ErrorReport report) throws IOException {
    api.fail(requestId, report);
    System.out.println(report.logLine(requestId));
  }

  private static void trace(String traceId) {
    if (traceId.isEmpty()) {
      System.clearProperty(TRACE);
    } else {
      System.setProperty(TRACE, traceId);
    }
  }
}
