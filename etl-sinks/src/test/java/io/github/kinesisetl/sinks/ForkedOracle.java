// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import io.github.kinesisetl.testing.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Servers that others wrote and that only this module asks, by the class path of the build. */
final class ForkedOracle {

  /** OpenSearch listens on the port behind the one that it is given, between 9201 and 9299. */
  private static final int BASE_PORT = 9280;

  private ForkedOracle() {}

  static ServerProcess openSearch(Path data) throws IOException, InterruptedException {
    List<String> command =
        ServerProcess.java(
            classPath("opensearch"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");
    command.addAll(
        List.of(
            "org.codelibs.opensearch.runner.OpenSearchRunner",
            "-basePath",
            data.toString(),
            "-numOfNode",
            "1",
            "-baseHttpPort",
            Integer.toString(BASE_PORT),
            "-clusterName",
            "oracle"));
    return ServerProcess.start(
        new ProcessBuilder(command),
        BASE_PORT + 1,
        Path.of("target", "opensearch.log"),
        Duration.ofMinutes(2));
  }

  static String classPath(String name) throws IOException {
    return Files.readString(Path.of("oracle", name, "target", "classpath")).strip();
  }
}
