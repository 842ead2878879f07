// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producerapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application gets with the producer, weighed, and shown to be enough. */
class FootprintTest {

  private static final Path CLASS_PATH = Path.of("target/user.classpath");
  private static final int MAX_JARS = 40;
  private static final double MAX_MIB = 8;

  @Test
  void classPath_ofAUser_isLight() throws IOException {
    long bytes = 0;
    long foreignNatives = 0;
    List<Path> jars = jars();
    for (Path jar : jars) {
      bytes += Files.size(jar);
      foreignNatives += foreignNatives(jar);
    }
    double mib = (bytes - foreignNatives) / 1048576.0;
    System.out.printf(
        "footprint: %d jars, %.1f MiB, %.1f MiB without zstd's natives for other platforms%n",
        jars.size(), bytes / 1048576.0, mib);
    assertThat(jars.size()).isLessThanOrEqualTo(MAX_JARS);
    assertThat(mib).isLessThanOrEqualTo(MAX_MIB);
  }

  @Test
  void main_withNothingElseOnTheClassPath_putsEveryLine() throws Exception {
    try (var kinesis = KinesisLocal.start().createStream("lines", 2)) {
      var builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xshare:auto",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              "target/classes" + File.pathSeparator + Files.readString(CLASS_PATH).strip(),
              PutLines.class.getName(),
              "lines");
      builder.environment().put("AWS_ENDPOINT_URL_KINESIS", kinesis.endpoint().toString());
      builder.environment().put("AWS_REGION", kinesis.region());
      builder.environment().put("AWS_ACCESS_KEY_ID", "any");
      builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
      builder.environment().put("KINESISETL_PRODUCER_LINGER", "5ms");
      Process process = builder.redirectErrorStream(true).start();
      try (var input = process.outputWriter(UTF_8)) {
        for (int i = 0; i < 1_000; i++) {
          input.write("user" + i % 7 + " does " + i + "\n");
        }
      }
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output).contains("put=1000").contains("accepted=1000");
      assertThat(process.exitValue()).isZero();
    }
  }

  private static List<Path> jars() throws IOException {
    return Stream.of(Files.readString(CLASS_PATH).strip().split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .toList();
  }

  /** zstd-jni brings its library for every platform; with a classifier it brings one. */
  private static long foreignNatives(Path jar) throws IOException {
    long bytes = 0;
    try (var file = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        boolean isNative = entry.getName().matches(".*/libzstd-jni.*");
        if (isNative && !entry.getName().startsWith("linux/amd64")) {
          bytes += entry.getCompressedSize();
        }
      }
    }
    return bytes;
  }
}
