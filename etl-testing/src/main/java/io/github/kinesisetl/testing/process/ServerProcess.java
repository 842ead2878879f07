// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, on a port of the loopback. Closing it kills the process. Safe
 * for use by many threads.
 */
public final class ServerProcess implements AutoCloseable {

  private static final int LOOK_MILLIS = 5;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits until its port is open.
   *
   * @param builder its command and environment, which name the port
   * @param port the port
   * @param log takes all that it prints
   * @param patience longest wait
   * @return the running server
   * @throws IOException if it does not start, or not in time
   * @throws InterruptedException if the thread is interrupted; the process is killed
   */
  public static ServerProcess start(ProcessBuilder builder, int port, Path log, Duration patience)
      throws IOException, InterruptedException {
    Path folder = log.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    var server = new ServerProcess(builder.start(), port);
    try {
      server.awaitPort(patience, log);
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /**
   * The beginning of a command that runs a class on the Java of this process.
   *
   * @param classPath its class path
   * @param options options of that Java
   * @return a list to which the main class and its arguments are added
   */
  public static List<String> java(String classPath, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath));
    return command;
  }

  /**
   * A port that is free now.
   *
   * @return 1 to 65535
   * @throws IOException if there is none
   */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Where it listens.
   *
   * @return such as {@code http://127.0.0.1:4567}
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * The process, to measure it.
   *
   * @return a handle
   */
  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void awaitPort(Duration patience, Path log) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!listens()) {
      boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() - start > patience.toNanos()) {
        String what = ended ? "ended" : "did not open its port within " + patience;
        throw new IOException("the server " + what + "; see " + log);
      }
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
