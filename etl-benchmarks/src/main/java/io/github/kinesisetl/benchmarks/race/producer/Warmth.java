// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor time of this process, and how much of it its compilers took. */
final class Warmth {

  private static final Path TASKS = Path.of("/proc/self/task");

  /** As Linux cuts the names of C1's and C2's threads. */
  private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Warmth() {}

  /** Nanoseconds of all threads so far. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Nanoseconds of the compilers so far; 0 where the system does not tell. */
  static long compilerNanos() {
    if (!Files.isDirectory(TASKS)) {
      return 0;
    }
    try (Stream<Path> tasks = Files.list(TASKS)) {
      return tasks.mapToLong(Warmth::nanosOfCompiler).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long nanosOfCompiler(Path task) {
    try {
      boolean isCompiler = COMPILERS.contains(Files.readString(task.resolve("comm")).strip());
      return isCompiler
          ? Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0])
          : 0;
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }
}
