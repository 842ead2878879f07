// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.engine.FailureLog.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureLogTest {

  private final List<String> lines = new ArrayList<>();

  private final AtomicLong millis = new AtomicLong();

  private FailureLog log(Level least) {
    return new FailureLog(
        new FailureLog.Output() {
          @Override
          public boolean isOn(Level level) {
            return level.compareTo(least) >= 0;
          }

          @Override
          public void write(
              Level level, String message, Map<String, String> fields, String batchId) {
            lines.add(
                level + " " + message + " " + fields.getOrDefault("count", "") + " " + batchId);
          }
        },
        () -> Instant.ofEpochMilli(millis.get()));
  }

  @Test
  void failure_afterQuietMinutes_isNewsAgain() {
    FailureLog log = log(Level.WARN);
    for (int minute = 0; minute < 4; minute++) {
      log.failure("sink", "the sink failed", "b" + minute);
      millis.addAndGet(60_000);
    }
    millis.addAndGet(300_000);
    log.failure("sink", "the sink failed", "later");
    assertThat(lines).containsExactly("WARN the sink failed 1 b0", "WARN the sink failed 5 later");
  }

  @Test
  void failure_repeats_areToldOnceAtWarnAndThenAtDebugWithTheirCount() {
    FailureLog log = log(Level.DEBUG);
    for (int i = 0; i < 3; i++) {
      log.failure("sink", "the sink failed", "b" + i);
    }
    log.failure("read", "cannot be opened", "b3");
    assertThat(lines)
        .containsExactly(
            "WARN the sink failed 1 b0",
            "DEBUG the sink failed 2 b1",
            "DEBUG the sink failed 3 b2",
            "WARN cannot be opened 1 b3");
  }

  @Test
  void failure_whereOnlyWarningsAreOn_repeatsAreSilent() {
    FailureLog log = log(Level.WARN);
    for (int i = 0; i < 100; i++) {
      log.failure("sink", "the sink failed", "b");
      log.info("ordinary", "b");
    }
    log.error("lost", "b");
    assertThat(lines).containsExactly("WARN the sink failed 1 b", "ERROR lost  b");
  }

  @Test
  void failure_ofEverNewKinds_staysBounded() {
    FailureLog log = log(Level.WARN);
    for (int i = 0; i < 5_000; i++) {
      log.failure("kind " + i, "failed", "b");
    }
    assertThat(lines).hasSize(1_000);
  }
}
