// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that others wrote, in a JVM of its own, with the class path that the build wrote for it.
 */
final class ForkedOracle implements AutoCloseable {

  private static final int START_SECONDS = 120;
  private static final Path LOCAL = Path.of("..", "etl-local-services", "oracle");
  private static final Path OWN = Path.of("oracle");

  private final Process process;
  private final int port;

  private ForkedOracle(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ForkedOracle elasticMq() throws IOException, InterruptedException {
    int port = freePort();
    return start(
        LOCAL.resolve("elasticmq"),
        port,
        "-Dnode-address.host=127.0.0.1",
        "-Dnode-address.port=" + port,
        "-Drest-sqs.bind-hostname=127.0.0.1",
        "-Drest-sqs.bind-port=" + port,
        "-Drest-stats.enabled=false",
        "org.elasticmq.server.Main");
  }

  static ForkedOracle s3Proxy() throws IOException, InterruptedException {
    int port = freePort();
    Path properties = Path.of("target", "s3proxy.properties");
    Files.write(
        properties,
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "s3proxy.authorization=none",
            "jclouds.provider=transient-nio2",
            "jclouds.identity=any",
            "jclouds.credential=any"));
    return start(
        LOCAL.resolve("s3proxy"),
        port,
        "org.gaul.s3proxy.Main",
        "--properties",
        properties.toString());
  }

  static ForkedOracle dynamoDb() throws IOException, InterruptedException {
    int port = freePort();
    Path folder = LOCAL.resolve("dynamodb-local");
    return start(
        folder,
        port,
        "-Dsqlite4java.library.path=" + nativeFolder(classPath(folder)),
        "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
        "-inMemory",
        "-disableTelemetry",
        "-port",
        Integer.toString(port));
  }

  /** OpenSearch listens on the port behind the one that it is given, between 9201 and 9299. */
  static ForkedOracle openSearch(Path data) throws IOException, InterruptedException {
    return start(
        OWN.resolve("opensearch"),
        9281,
        "org.codelibs.opensearch.runner.OpenSearchRunner",
        "-basePath",
        data.toString(),
        "-numOfNode",
        "1",
        "-baseHttpPort",
        "9280",
        "-clusterName",
        "oracle");
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  static String classPath(Path folder) throws IOException {
    return Files.readString(folder.resolve("target").resolve("classpath")).strip();
  }

  private static ForkedOracle start(Path folder, int port, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.addAll(List.of("-cp", classPath(folder)));
    command.addAll(Arrays.asList(arguments));
    var log = new File("target/" + folder.getFileName() + ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    var server = new ForkedOracle(builder.start(), port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!server.listens()) {
      if (server.process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        server.close();
        throw new IOException(folder + " did not start; see " + log);
      }
    }
    return server;
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
