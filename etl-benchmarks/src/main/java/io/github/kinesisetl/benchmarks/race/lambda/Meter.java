// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clocks of the thread that invokes, at the beginning of each invocation: from one to the
 * next it is all that an invocation costs, the runtime client included. Written when the process
 * ends, to the file that the environment names; without one it does nothing and loads nothing.
 */
public final class Meter {

  static final String FILE = "METER_FILE";

  private static final @Nullable Meter METER =
      System.getenv(FILE) == null ? null : new Meter(Path.of(System.getenv(FILE)));

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<long[]> ticks = new ArrayList<>();
  private long checksum;

  private Meter(Path file) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file), "meter"));
  }

  /** Notes the beginning of an invocation. */
  public static void tick() {
    if (METER != null) {
      METER.note();
    }
  }

  /**
   * Adds to what proves that all contestants read the same.
   *
   * @param amount something of an event
   */
  public static void checksum(long amount) {
    if (METER != null) {
      METER.checksum += amount;
    }
  }

  private void note() {
    ticks.add(
        new long[] {
          threads.getCurrentThreadCpuTime(), threads.getCurrentThreadAllocatedBytes(), checksum
        });
  }

  private void write(Path file) {
    List<String> lines = new ArrayList<>();
    for (long[] tick : ticks) {
      lines.add(tick[0] + " " + tick[1] + " " + tick[2]);
    }
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
