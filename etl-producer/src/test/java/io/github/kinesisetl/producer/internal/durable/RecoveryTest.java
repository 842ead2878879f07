// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.internal.memory.MemoryBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RecoveryTest {

  private static final int AGGREGATES = 3;

  @TempDir private Path directory;

  private final TestTicker ticker = new TestTicker();
  private final MemoryBudget budget = new MemoryBudget(1 << 20, ticker);
  private final List<Long> queued = new ArrayList<>();
  private EventLog log;

  @BeforeEach
  void leaveSomething() {
    var key = new KeyBuffer();
    key.set("key");
    var data = new RecordBuffer(16);
    data.write(new byte[16]);
    try (EventLog earlier = open()) {
      for (int i = 0; i < AGGREGATES; i++) {
        LogShare share = earlier.newAggregate();
        for (int position = 0; position < 2; position++) {
          assertThat(earlier.reserve(key, data, 0)).isTrue();
          long unused = earlier.append(share, position, key, data);
        }
      }
    }
    log = open();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void run_queuesWhatIsLeftInOrderWithinTheBudget() throws Exception {
    Recovery recovery =
        recovery(aggregate -> {
          assertThat(budget.usedBytes()).isEqualTo(2 * (16 + 800));
          queued.add(aggregate.number());
        });
    assertThat(recovery.isDone()).isFalse();
    assertThat(recovery.left()).isEqualTo(6);
    recovery.run();
    assertThat(queued).containsExactly(0L, 1L, 2L);
    assertThat(recovery.isDone()).isTrue();
    assertThat(recovery.left()).isZero();
    assertThat(recovery.await(0)).isTrue();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void await_untilAllIsQueued_orUntilTheTimeIsOver() throws Exception {
    Recovery recovery = recovery(aggregate -> queued.add(aggregate.number()));
    CompletableFuture<Boolean> impatient = awaiting(recovery, Duration.ofSeconds(1));
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofSeconds(1));
    assertThat(impatient.get()).isFalse();
    CompletableFuture<Boolean> patient = awaiting(recovery, Duration.ofMinutes(1));
    ticker.awaitWaiters(1);
    recovery.run();
    assertThat(patient.get()).isTrue();
  }

  @Test
  void run_withoutMemory_waitsForItAndEndsWhenStopped() throws Exception {
    budget.force(1 << 20);
    Recovery recovery = recovery(aggregate -> queued.add(aggregate.number()));
    CompletableFuture<Void> running = CompletableFuture.runAsync(recovery);
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofSeconds(1));
    ticker.awaitWaiters(1);
    recovery.stop();
    ticker.advance(Duration.ofSeconds(1));
    running.get();
    assertThat(queued).isEmpty();
    assertThat(recovery.isDone()).isFalse();
    assertThat(recovery.left()).isEqualTo(6);
  }

  /** One that cannot be queued once ended the recovery, and so all puts, for good. */
  @Test
  void run_oneThatCannotBeQueued_leavesItInTheLogAndGoesOn() {
    Recovery recovery =
        recovery(aggregate -> {
          if (aggregate.number() == 1) {
            throw new IllegalStateException("odd");
          }
          queued.add(aggregate.number());
        });
    recovery.run();
    assertThat(queued).containsExactly(0L, 2L);
    assertThat(recovery.isDone()).isTrue();
    assertThat(budget.usedBytes()).isZero();
  }

  /** One such moment once kept a durable producer from taking anything until its end. */
  @Test
  void run_memoryThatRunsOut_isTriedAgainBeforeAnythingNew() {
    ticker.pass();
    var fails = new AtomicInteger(3);
    List<Boolean> done = new ArrayList<>();
    var recovery = new AtomicReference<Recovery>();
    recovery.set(
        recovery(aggregate -> {
          if (fails.getAndDecrement() > 0) {
            done.add(recovery.get().isDone());
            throw new Untellable();
          }
          queued.add(aggregate.number());
        }));
    recovery.get().run();
    assertThat(done).containsExactly(false, false, false);
    assertThat(queued).containsExactly(0L, 1L, 2L);
    assertThat(recovery.get().isDone()).isTrue();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void isDone_emptyLog_fromTheStart() {
    var nothing = new Recovery(EventLog.none(1), aggregate -> {}, budget, ticker);
    assertThat(nothing.isDone()).isTrue();
    assertThat(nothing.left()).isZero();
  }

  /** So little memory that there is none to tell of it, either. */
  private static final class Untellable extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("for a test");
    }
  }

  private Recovery recovery(Consumer<RecoveredAggregate> queue) {
    return new Recovery(log, queue, budget, ticker);
  }

  private static CompletableFuture<Boolean> awaiting(Recovery recovery, Duration time) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return recovery.await(time.toNanos());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private EventLog open() {
    return EventLog.open(directory, new SpoolOptions(7, 32 << 20, 1 << 20, false), ticker);
  }
}
