// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** AWS's own DynamoDB local, in a process with a class path of its own. */
final class DynamoDbLocal implements AutoCloseable {

  private static final int START_SECONDS = 60;

  private final Process process;
  private final int port;

  private DynamoDbLocal(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static DynamoDbLocal start() throws IOException, InterruptedException {
    int port = freePort();
    String classPath =
        Files.readString(Path.of("../etl-local-services/oracle/dynamodb-local/target/classpath"))
            .strip();
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-Dsqlite4java.library.path=" + nativeFolder(classPath),
            "-cp",
            classPath,
            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
            "-inMemory",
            "-disableTelemetry",
            "-port",
            Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(new File("target/dynamodb-local.log"));
    var local = new DynamoDbLocal(builder.start(), port);
    local.awaitPort();
    return local;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens()) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        close();
        throw new IOException("DynamoDB local did not start; see target/dynamodb-local.log");
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

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String nativeFolder(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> entry.contains("libsqlite4java-linux-amd64"))
        .map(entry -> Path.of(entry).resolveSibling("").toString())
        .findFirst()
        .orElse(".");
  }
}
