// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.local;

import io.github.kinesisetl.testing.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A running server and what it costs. Closing it kills the process: what it does then is not
 * measured.
 */
final class MeasuredServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double KIB_PER_MB = 1e6 / 1024;

  private final ServerProcess process;

  private MeasuredServer(ServerProcess process) {
    this.process = process;
  }

  /** Starts it and waits until its port is open. */
  static MeasuredServer start(Server server) throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    var builder = new ProcessBuilder(server.command(port));
    builder.environment().putAll(server.environment(port, ServerProcess.freePort()));
    Path log = Path.of("target", "race", server.contestant() + ".log");
    return new MeasuredServer(ServerProcess.start(builder, port, log, PATIENCE));
  }

  URI endpoint() {
    return process.endpoint();
  }

  /** User and system time so far, in steps of the system's clock, mostly 10 ms. */
  Duration cpuTime() {
    return process.process().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory in megabytes, or not a number where there is no /proc. */
  double residentMb() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.process().pid()), "status");
    if (!Files.isReadable(status)) {
      return Double.NaN;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MB)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
