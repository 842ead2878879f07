// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildJvmTest {

  @TempDir Path folder;

  @Test
  void cpuTime_betweenMarks_growsByWhatTheChildBurns() throws Exception {
    try (ChildJvm child = start(Burner.class)) {
      child.await("ready");
      Duration before = child.cpuTime();
      child.proceed();
      child.await("done");
      assertThat(child.cpuTime().minus(before)).isGreaterThanOrEqualTo(Burner.BURNT);
    }
  }

  @Test
  void await_whenTheChildDies_namesTheLog() throws Exception {
    try (ChildJvm child = start(ChildJvmTest.class)) {
      assertThatIOException()
          .isThrownBy(() -> child.await("ready"))
          .withMessageContaining("ended before it was ready")
          .withMessageContaining("child.log");
    }
  }

  private ChildJvm start(Class<?> main) throws Exception {
    return ChildJvm.start(
        System.getProperty("java.class.path"),
        main.getName(),
        List.of(),
        folder.resolve("child.log"));
  }

  /** Burns a known processor time between two marks. */
  static final class Burner {

    static final Duration BURNT = Duration.ofMillis(200);

    public static void main(String[] arguments) throws Exception {
      ChildJvm.reach("ready");
      ProcessHandle self = ProcessHandle.current();
      Duration start = cpuTime(self);
      while (cpuTime(self).minus(start).compareTo(BURNT) < 0) {
        Thread.onSpinWait();
      }
      ChildJvm.reach("done");
    }

    private static Duration cpuTime(ProcessHandle self) {
      return self.info().totalCpuDuration().orElse(BURNT);
    }
  }
}
