// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running server. Closing it kills the process: what it does then is not measured. */
final class ServerProcess implements AutoCloseable {

  private static final long START_SECONDS = 30;
  private static final double KIB_PER_MB = 1e6 / 1024;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it and waits until its port is open. */
  static ServerProcess start(Server server) throws IOException, InterruptedException {
    int port = freePort();
    Path log = Path.of("target", "race", server.contestant() + ".log");
    Files.createDirectories(Path.of("target", "race"));
    var builder = new ProcessBuilder(server.command(port));
    builder.environment().putAll(server.environment(port, freePort()));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    var started = new ServerProcess(builder.start(), port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!started.listens()) {
      if (started.process.waitFor(5, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        started.close();
        throw new IOException(server.contestant() + " did not start; see " + log);
      }
    }
    return started;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** User and system time so far, in steps of the system's clock, mostly 10 ms. */
  Duration cpuTime() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory in megabytes, or not a number where there is no /proc. */
  double residentMb() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
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
    process.destroyForcibly();
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
