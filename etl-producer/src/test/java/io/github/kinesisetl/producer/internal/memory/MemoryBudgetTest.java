// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.internal.TestTicker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryBudgetTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final TestTicker ticker = new TestTicker();
  private final MemoryBudget budget = new MemoryBudget(100, ticker);

  @Test
  void tryTake_upToTheBound_takesAndNoFurther() {
    assertThat(budget.tryTake(60)).isTrue();
    assertThat(budget.tryTake(41)).isFalse();
    assertThat(budget.tryTake(40)).isTrue();
    assertThat(budget.usedBytes()).isEqualTo(100);
    budget.release(100);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void force_beyondTheBound_isCountedAndKeepsOthersOut() {
    budget.force(150);
    assertThat(budget.tryTake(1)).isFalse();
    budget.release(51);
    assertThat(budget.tryTake(1)).isTrue();
  }

  @Test
  void take_whenRoomComesInTime_isTrue() throws Exception {
    budget.force(100);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> budget.take(30, MINUTE));
    ticker.awaitWaiters(1);
    budget.release(29);
    ticker.awaitWaiters(1);
    assertThat(waiting).isNotDone();
    budget.release(1);
    assertThat(waiting.get()).isTrue();
    assertThat(budget.usedBytes()).isEqualTo(100);
  }

  @Test
  void take_whenTheTimeIsOver_isFalseAndTakesNothing() throws Exception {
    budget.force(100);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> budget.take(1, MINUTE));
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofSeconds(59));
    ticker.awaitWaiters(1);
    assertThat(waiting).isNotDone();
    ticker.advance(Duration.ofSeconds(1));
    assertThat(waiting.get()).isFalse();
    assertThat(budget.usedBytes()).isEqualTo(100);
  }

  @Test
  void take_withoutPatience_doesNotWait() {
    budget.force(100);
    assertThat(budget.take(1, 0)).isFalse();
  }

  @Test
  void take_interrupted_isFalseAndKeepsTheInterrupt() throws Exception {
    budget.force(100);
    var kept = new CompletableFuture<Boolean>();
    var waiting =
        new FutureTask<>(() -> {
          boolean taken = budget.take(1, MINUTE);
          kept.complete(Thread.interrupted());
          return taken;
        });
    var thread = new Thread(waiting);
    thread.start();
    ticker.awaitWaiters(1);
    thread.interrupt();
    assertThat(waiting.get()).isFalse();
    assertThat(kept.get()).isTrue();
  }

  @Test
  void close_letsEveryWaitingThreadGo() throws Exception {
    budget.force(100);
    CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(() -> budget.take(1, MINUTE));
    CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> budget.take(2, MINUTE));
    ticker.awaitWaiters(2);
    budget.close();
    assertThat(one.get()).isFalse();
    assertThat(other.get()).isFalse();
  }
}
