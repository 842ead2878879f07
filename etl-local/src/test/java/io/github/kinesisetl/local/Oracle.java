// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * npm's kinesis-local in a process of its own, judged by the same checks as ours. Started once, and
 * only with the profile {@code oracle}; without Node its checks end without a verdict.
 */
final class Oracle implements ServerUnderTest {

  private static final Path FOLDER = Path.of("oracle");
  private static final Path PROGRAM = FOLDER.resolve("node_modules/kinesis-local");
  private static final long START_SECONDS = 60;
  private static final long LONGEST_CREATION_SECONDS = 10;

  /** It does not see HTTP/2 inside TLS unless ALPN named it. */
  private static final Set<WireMode> NOT_SPOKEN = Set.of(WireMode.ASYNC_TLS_H2_CBOR);

  private static final Map<WireMode, KinesisClient> CLIENTS = new EnumMap<>(WireMode.class);
  private static @Nullable Oracle running;

  private final int port;
  private final int tlsPort;
  private @Nullable KinesisClient client;

  private Oracle(int port, int tlsPort) {
    this.port = port;
    this.tlsPort = tlsPort;
  }

  static boolean wanted() {
    return Boolean.getBoolean("oracle");
  }

  /** The oracle without any stream, spoken to in one way. */
  static synchronized Oracle fresh(WireMode mode) {
    assumeTrue(!NOT_SPOKEN.contains(mode), mode + " is not spoken by kinesis-local");
    try {
      if (running == null) {
        install();
        running = start();
      }
      Oracle oracle = running;
      mode.choose();
      oracle.client = CLIENTS.computeIfAbsent(mode, m -> m.connect(oracle));
      oracle.deleteStreams();
      return oracle;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestAbortedException("interrupted", e);
    }
  }

  KinesisClient client() {
    if (client == null) {
      throw new IllegalStateException("fresh() makes the client");
    }
    return client;
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public URI tlsEndpoint() {
    return URI.create("https://127.0.0.1:" + tlsPort);
  }

  @Override
  public void createStream(String name, int shards) {
    client().createStream(r -> r.streamName(name).shardCount(shards));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_CREATION_SECONDS);
    while (!isActive(name)) {
      if (System.nanoTime() > deadline) { // a late end of the stream before it took it along
        throw new TestAbortedException("kinesis-local lost the stream " + name);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public LocalClock clock() {
    throw new TestAbortedException("kinesis-local has no clock that a test can move");
  }

  /** It answers before it has created the stream, and at first does not find it. */
  private boolean isActive(String name) {
    try {
      return client()
              .describeStreamSummary(r -> r.streamName(name))
              .streamDescriptionSummary()
              .streamStatus()
          == StreamStatus.ACTIVE;
    } catch (ResourceNotFoundException notYet) {
      return false;
    }
  }

  private void deleteStreams() {
    for (String name : client().listStreams().streamNames()) {
      try {
        client().deleteStream(r -> r.streamName(name).enforceConsumerDeletion(true));
      } catch (ResourceInUseException | ResourceNotFoundException e) {
        // it is about to go, or has gone
      }
    }
    while (!client().listStreams().streamNames().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static void install() throws IOException, InterruptedException {
    assumeTrue(runs("node", "--version"), "there is no Node here, so no oracle");
    if (!Files.exists(PROGRAM.resolve("main.js"))) {
      boolean installed =
          runs("npm", "ci", "--prefix", "oracle", "--ignore-scripts", "--no-audit", "--no-fund");
      assumeTrue(installed, "npm could not install kinesis-local, so no oracle");
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      return builder.redirectOutput(new File("target/oracle-setup.log")).start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static Oracle start() throws IOException, InterruptedException {
    var oracle = new Oracle(freePort(), freePort());
    var builder = new ProcessBuilder(List.of("node", PROGRAM.resolve("main.js").toString()));
    builder
        .environment()
        .putAll(
            Map.of(
                "KINESIS_MOCK_PLAIN_PORT", Integer.toString(oracle.port),
                "KINESIS_MOCK_TLS_PORT", Integer.toString(oracle.tlsPort),
                "KINESIS_MOCK_CERT_PATH", PROGRAM.resolve("server.json").toString(),
                "LOAD_DATA_IF_EXISTS", "false",
                "SHARD_LIMIT", "100"));
    for (String operation : slowOperations()) {
      builder.environment().put(operation + "_DURATION", "10ms");
    }
    builder.redirectErrorStream(true).redirectOutput(new File("target/oracle.log"));
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "oracle-end"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens(oracle.port) || !listens(oracle.tlsPort)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new IOException("kinesis-local did not start; see target/oracle.log");
      }
    }
    return oracle;
  }

  private static List<String> slowOperations() {
    return List.of(
        "CREATE_STREAM",
        "DELETE_STREAM",
        "REGISTER_STREAM_CONSUMER",
        "DEREGISTER_STREAM_CONSUMER",
        "START_STREAM_ENCRYPTION",
        "STOP_STREAM_ENCRYPTION",
        "MERGE_SHARDS",
        "SPLIT_SHARD",
        "UPDATE_SHARD_COUNT");
  }

  private static boolean listens(int port) {
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
