// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import io.github.kinesisetl.runtime.HttpConnection.Response;
import java.io.IOException;
import java.io.InputStream;

/**
 * One invocation.
 *
 * @param requestId names it
 * @param functionArn the function, or version or alias, that was invoked; empty if nobody says
 * @param deadlineMillis when its time is over, in milliseconds since the epoch
 * @param traceId X-Ray's header; empty if nobody traces
 * @param payload the event, to be read once
 */
record Invocation(
    String requestId,
    String functionArn,
    long deadlineMillis,
    String traceId,
    InputStream payload) {

  static Invocation of(Response response) throws IOException {
    String requestId = response.fields().getOrDefault("Lambda-Runtime-Aws-Request-Id", "");
    String deadline = response.fields().getOrDefault("Lambda-Runtime-Deadline-Ms", "");
    if (!requestId.matches("[A-Za-z0-9-]{1,200}") || !deadline.matches("[0-9]{1,18}")) {
      throw new IOException("an invocation has no request id, or no deadline");
    }
    return new Invocation(
        requestId,
        response.fields().getOrDefault("Lambda-Runtime-Invoked-Function-Arn", ""),
        Long.parseLong(deadline),
        response.fields().getOrDefault("Lambda-Runtime-Trace-Id", ""),
        response.body());
  }
}
