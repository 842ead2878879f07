// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The servers that can be started here, each as a process with one port. */
enum Server {
  ETL_LOCAL("etl-local", 600_000, 400),
  KINESIS_LOCAL("kinesis-local", 10_000, 8);

  private static final Path NPM = Path.of("../etl-local/oracle/node_modules/kinesis-local");

  private final String contestant;
  private final int smallRecords;
  private final int largeMegabytes;

  Server(String contestant, int smallRecords, int largeMegabytes) {
    this.contestant = contestant;
    this.smallRecords = smallRecords;
    this.largeMegabytes = largeMegabytes;
  }

  static Server of(String contestant) {
    return Stream.of(values())
        .filter(s -> s.contestant.equals(contestant))
        .findFirst()
        .orElseThrow();
  }

  String contestant() {
    return contestant;
  }

  /** So many records of 200 bytes are put in a run, after as many to warm up. */
  int smallRecords() {
    return smallRecords;
  }

  /** So many megabytes of 50 KB records are put in a run, after as many to warm up. */
  int largeMegabytes() {
    return largeMegabytes;
  }

  /** Whether what it runs on is there. */
  boolean present() {
    return this == ETL_LOCAL || Files.exists(NPM.resolve("main.js"));
  }

  List<String> command(int port) throws IOException {
    if (this == KINESIS_LOCAL) {
      return List.of("node", NPM.resolve("main.js").toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx512m",
        "-jar",
        jar().toString(),
        "--port",
        Integer.toString(port));
  }

  /** What it needs in its environment; the names are those of kinesis-local's own documentation. */
  Map<String, String> environment(int port, int otherPort) {
    if (this == ETL_LOCAL) {
      return Map.of();
    }
    return Map.of(
        "KINESIS_MOCK_PLAIN_PORT", Integer.toString(port),
        "KINESIS_MOCK_TLS_PORT", Integer.toString(otherPort),
        "KINESIS_MOCK_CERT_PATH", NPM.resolve("server.json").toAbsolutePath().toString(),
        "LOAD_DATA_IF_EXISTS", "false",
        "LOG_LEVEL", "ERROR",
        "CREATE_STREAM_DURATION", "10ms",
        "SHARD_LIMIT", "100");
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../etl-local/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("etl-local-.*-all\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("etl-local-*-all.jar is missing; package etl-local"));
    }
  }
}
