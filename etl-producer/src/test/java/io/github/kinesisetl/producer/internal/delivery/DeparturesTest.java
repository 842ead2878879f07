// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.internal.Reshards;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeparturesTest {

  private static final int LANES = 10_000;
  private static final Entry ENTRY = Batches.entry(10);

  private final TestTicker ticker = new TestTicker();
  private final Dispatcher dispatcher = Batches.dispatcher(Reshards.REPEAT_MISPLACED, ticker);
  private final List<Lane> lanes =
      IntStream.range(0, LANES).mapToObj(i -> Batches.lane("shard-" + i, 0)).toList();

  /** Every batch once cost a walk over all lanes where anything waited. */
  @Test
  void take_tenThousandLanes_looksAtThoseOfItsBatchesOnly() throws InterruptedException {
    int batches = 0;
    for (int round = 0; round < 3; round++) {
      List<QueuedBatch> sealed = new ArrayList<>();
      dispatcher.beginTogether();
      lanes.forEach(lane -> sealed.add(seal(lane)));
      dispatcher.endTogether();
      sealed.forEach(this::make);
      for (int sent = 0; sent < LANES; ) {
        Work work = requireNonNull(dispatcher.take());
        assertThat(work.request()).hasSize(RequestPlanner.MAX_REQUEST_ENTRIES);
        sent += work.request().size();
        answer(work);
      }
      batches += LANES;
    }
    assertThat(dispatcher.departures().lanesLookedAt()).isLessThan(6L * batches);
  }

  @Test
  void take_sealedTogether_isOneRequestOnceTheLastIsMade() throws Exception {
    dispatcher.beginTogether();
    List<QueuedBatch> sealed = lanes.stream().limit(16).map(this::seal).toList();
    dispatcher.endTogether();
    CompletableFuture<Work> taken = takeElsewhere();
    sealed.subList(0, 15).forEach(this::make);
    ticker.awaitWaiters(1);
    assertThat(taken).isNotDone();
    make(sealed.get(15));
    assertThat(taken.get().request()).containsExactlyElementsOf(sealed);
  }

  @Test
  void take_oneOfThemTakesLong_goesWithoutIt() throws Exception {
    dispatcher.beginTogether();
    QueuedBatch made = seal(lanes.get(0));
    QueuedBatch late = seal(lanes.get(1));
    dispatcher.endTogether();
    CompletableFuture<Work> taken = takeElsewhere();
    make(made);
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofMillis(5));
    assertThat(taken.get().request()).containsExactly(made);
    CompletableFuture<Work> next = takeElsewhere();
    answer(taken.get());
    make(late);
    assertThat(next.get().request()).containsExactly(late);
  }

  @Test
  void take_oneOfThemWillNeverBeMade_waitsForItNoLonger() throws Exception {
    dispatcher.beginTogether();
    QueuedBatch made = seal(lanes.get(0));
    QueuedBatch lost = seal(lanes.get(1));
    dispatcher.endTogether();
    CompletableFuture<Work> taken = takeElsewhere();
    make(made);
    ticker.awaitWaiters(1);
    dispatcher.remove(lost);
    assertThat(taken.get().request()).containsExactly(made);
  }

  /** Senders rest behind one that watches: none of them may miss what the one leaves. */
  @Test
  void take_bySeveralThreads_leavesNothing() throws Exception {
    var sent = new LinkedBlockingQueue<QueuedBatch>();
    List<CompletableFuture<Void>> senders =
        IntStream.range(0, 4).mapToObj(i -> elsewhere(() -> sendAll(sent))).toList();
    for (int i = 0; i < 5_000; i++) {
      QueuedBatch batch = Batches.withoutEntry(lanes.get(i % 50), ticker.nanoTime());
      dispatcher.enqueue(List.of(batch));
      make(batch);
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(sent.take()).isNotNull();
    }
    assertThat(dispatcher.stop()).isEmpty();
    for (CompletableFuture<Void> sender : senders) {
      sender.get();
    }
  }

  private @Nullable Void sendAll(Collection<QueuedBatch> sent) throws InterruptedException {
    for (Work work = dispatcher.take(); work != null; work = dispatcher.take()) {
      answer(work);
      sent.addAll(work.request());
    }
    return null;
  }

  private QueuedBatch seal(Lane lane) {
    QueuedBatch batch = Batches.withoutEntry(lane, ticker.nanoTime());
    dispatcher.enqueueTogether(batch);
    return batch;
  }

  private void make(QueuedBatch batch) {
    long unused = dispatcher.made(batch, ENTRY);
    dispatcher.encoded(batch);
  }

  private void answer(Work work) {
    dispatcher.answered();
    dispatcher.free(work.request());
    dispatcher.settled(work.request());
  }

  private CompletableFuture<Work> takeElsewhere() {
    return elsewhere(() -> requireNonNull(dispatcher.take()));
  }

  private static <T extends @Nullable Object> CompletableFuture<T> elsewhere(Callable<T> task) {
    var result = new CompletableFuture<T>();
    var thread =
        new Thread(() -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
