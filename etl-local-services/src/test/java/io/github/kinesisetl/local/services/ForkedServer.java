// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.services;

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

/** A server in a JVM of its own, with the class path that the build wrote for it. */
public final class ForkedServer implements AutoCloseable {

  private static final int START_SECONDS = 60;
  private static final Path FOLDER = Path.of("..", "etl-local-services", "oracle");

  private final Process process;
  private final int port;

  private ForkedServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts ElasticMQ, for SQS.
   *
   * @return the running server
   * @throws IOException if it does not start
   * @throws InterruptedException if the thread is interrupted
   */
  public static ForkedServer elasticMq() throws IOException, InterruptedException {
    int port = freePort();
    return start(
        "elasticmq",
        port,
        List.of(
            "-Dnode-address.host=127.0.0.1",
            "-Dnode-address.port=" + port,
            "-Drest-sqs.bind-hostname=127.0.0.1",
            "-Drest-sqs.bind-port=" + port,
            "-Drest-stats.enabled=false"),
        List.of("org.elasticmq.server.Main"));
  }

  /**
   * Starts S3Proxy over memory, for S3.
   *
   * @return the running server
   * @throws IOException if it does not start
   * @throws InterruptedException if the thread is interrupted
   */
  public static ForkedServer s3Proxy() throws IOException, InterruptedException {
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
        "s3proxy",
        port,
        List.of(),
        List.of("org.gaul.s3proxy.Main", "--properties", properties.toString()));
  }

  /**
   * Starts AWS's own DynamoDB local.
   *
   * @return the running server
   * @throws IOException if it does not start
   * @throws InterruptedException if the thread is interrupted
   */
  public static ForkedServer dynamoDb() throws IOException, InterruptedException {
    int port = freePort();
    return start(
        "dynamodb-local",
        port,
        List.of("-Dsqlite4java.library.path=" + nativeFolder(classPath("dynamodb-local"))),
        List.of(
            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
            "-inMemory",
            "-disableTelemetry",
            "-port",
            Integer.toString(port)));
  }

  /**
   * Returns where it listens.
   *
   * @return such as {@code http://127.0.0.1:4567}
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static ForkedServer start(String name, int port, List<String> options, List<String> main)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(name)));
    command.addAll(main);
    var log = new File("target/" + name + ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    var server = new ForkedServer(builder.start(), port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!server.listens()) {
      if (server.process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        server.close();
        throw new IOException(name + " did not start; see " + log);
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

  private static String classPath(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name).resolve("target/classpath")).strip();
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
