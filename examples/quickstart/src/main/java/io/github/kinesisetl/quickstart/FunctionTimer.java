// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.lambda.KinesisHandler;
import io.github.kinesisetl.local.mapping.LambdaFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A handler as a mapping invokes it, with the CPU time that its invocations took. */
final class FunctionTimer implements LambdaFunction {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String functionName;
  private final KinesisHandler<?, ?> handler;
  private final AtomicLong cpuNanos = new AtomicLong();

  FunctionTimer(String functionName, KinesisHandler<?, ?> handler) {
    this.functionName = functionName;
    this.handler = handler;
  }

  @Override
  public byte[] invoke(byte[] payload) throws IOException {
    long before = THREADS.getCurrentThreadCpuTime();
    var answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(payload), answer, new LocalContext(functionName));
    cpuNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - before);
    return answer.toByteArray();
  }

  long micros() {
    return TimeUnit.NANOSECONDS.toMicros(cpuNanos.get());
  }
}
