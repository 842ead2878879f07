// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A handler under a name, with the CPU time that its invocations took. */
final class FunctionTimer implements RequestStreamHandler {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String functionName;
  private final RequestStreamHandler handler;
  private final AtomicLong cpuNanos = new AtomicLong();

  FunctionTimer(String functionName, RequestStreamHandler handler) {
    this.functionName = functionName;
    this.handler = handler;
  }

  String functionName() {
    return functionName;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    long before = THREADS.getCurrentThreadCpuTime();
    handler.handleRequest(input, output, context);
    cpuNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - before);
  }

  long micros() {
    return TimeUnit.NANOSECONDS.toMicros(cpuNanos.get());
  }
}
