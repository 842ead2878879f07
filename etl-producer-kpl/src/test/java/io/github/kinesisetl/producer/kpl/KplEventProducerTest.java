// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.producer.Attempt;
import software.amazon.kinesis.producer.DaemonException;
import software.amazon.kinesis.producer.UserRecordFailedException;
import software.amazon.kinesis.producer.UserRecordResult;

class KplEventProducerTest {

  private final FakeKpl kpl = new FakeKpl();
  private final KplEventProducer<String> producer =
      new KplEventProducer<>(
          new Text(),
          text -> "key",
          ProducerOptions.builder()
              .maxBufferedBytes(1 << 20)
              .maxBlock(Duration.ZERO)
              .closeTimeout(Duration.ZERO)
              .build(),
          kpl);

  @Test
  void put_stored_isAcceptedWithItsPlace() {
    CompletableFuture<PutResult> fate = producer.put("event");
    kpl.store(0);
    assertThat(fate).isCompletedWithValue(new Accepted("shard-1", "42", 1));
    assertThat(producer.metrics().events().accepted()).isEqualTo(1);
    assertThat(producer.metrics().bufferedBytes()).isZero();
  }

  @Test
  void put_givenUpByKpl_isRejectedWithTheLastError() {
    CompletableFuture<PutResult> fate = producer.put("event");
    kpl.fail(0);
    assertThat(fate)
        .isCompletedWithValue(new Rejected("Expired", "KPL gave the event up; last: too old", 2));
  }

  /** Such a callback once waited on KPL's thread for the room that only it could give back. */
  @Test
  void put_inACallbackWithAFullBuffer_takesRoomAndNeverWaits() {
    String text = "x".repeat(500_000);
    var again = new CompletableFuture<PutResult>();
    producer.put(text, result -> producer.put(text, again::complete));
    producer.put(text, PutCallback.NONE);
    kpl.fail(0);
    kpl.store(2);
    assertThat(again).isCompletedWithValueMatching(Accepted.class::isInstance);
  }

  @Test
  void flushAndClose_inACallback_returnOrThrowAtOnce() {
    var heard = new CompletableFuture<Throwable>();
    producer.put(
        "event",
        result -> {
          try {
            assertThat(producer.flush(Duration.ofDays(300))).isEqualTo(1);
            producer.close(Duration.ofDays(300));
          } catch (InterruptedException | RuntimeException | AssertionError e) {
            heard.complete(e);
          }
        });
    kpl.store(0);
    assertThat(heard)
        .isCompletedWithValueMatching(thrown ->
            thrown instanceof IllegalStateException && thrown.toString().contains("in a callback"));
  }

  /** "Forever" overflowed, after nothing could be put any more. */
  @Test
  void close_forever_waitsForWhatIsOnItsWay() {
    CompletableFuture<PutResult> fate = producer.put("event");
    kpl.store(0);
    assertThat(producer.close(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
    assertThat(fate).isCompletedWithValueMatching(Accepted.class::isInstance);
    assertThat(kpl.destroyed).isEqualTo(1);
  }

  @Test
  void flushAndClose_kplThatHangs_keepTheirTime() throws Exception {
    CompletableFuture<PutResult> fate = producer.put("event");
    kpl.hangs = true;
    assertThat(producer.flush(Duration.ofMillis(10))).isEqualTo(1);
    assertThat(producer.close(Duration.ofMillis(10))).isEqualTo(1);
    assertThat(fate)
        .isCompletedWithValueMatching(
            result -> ((Rejected) result).errorCode().equals(Rejected.PRODUCER_CLOSED));
  }

  @Test
  @SuppressWarnings("NullAway") // what callers do who have no such checks
  void put_withoutCallback_isTheCallersError() {
    assertThatNullPointerException().isThrownBy(() -> producer.put("event", null));
  }

  @Test
  void put_daemonDead_isRejectedAndSaysSo() {
    kpl.dead = true;
    CompletableFuture<PutResult> fate = producer.put("event");
    assertThat(fate)
        .isCompletedWithValueMatching(result ->
            result instanceof Rejected rejected && rejected.errorCode().equals("DaemonException"));
    assertThat(producer.metrics().bufferedBytes()).isZero();
  }

  @Test
  void put_moreThanTheBound_failsUntilKplSettles() {
    String text = "x".repeat(100_000);
    while (producer.metrics().bufferedBytes() + text.length() < (1 << 20) - 1_000) {
      assertThat(producer.put(text)).isNotDone();
    }
    assertThatThrownBy(() -> producer.put(text)).isInstanceOf(BufferFullException.class);
    kpl.store(0);
    assertThat(producer.put(text)).isNotDone();
  }

  @Test
  void put_largerThanTheStreamTakes_isRejectedWithTheNumbers() {
    var small = ProducerOptions.builder().maxRecordBytes(1 << 10).build();
    try (var narrow = new KplEventProducer<>(new Text(), text -> "key", small, kpl)) {
      assertThat(narrow.put("x".repeat(2_000)))
          .isCompletedWithValueMatching(
              result -> result.toString().contains("at most 1024 bytes, but the event has 2000"));
    }
  }

  @Test
  void flush_afterSomeAreStored_countsThoseLeftOfThosePutBefore() throws InterruptedException {
    List<CompletableFuture<PutResult>> fates = new ArrayList<>();
    fates.add(producer.put("one"));
    fates.add(producer.put("two"));
    kpl.store(0);
    assertThat(producer.flush(Duration.ZERO)).isEqualTo(1);
    fates.add(producer.put("three"));
    kpl.store(1);
    assertThat(producer.flush(Duration.ZERO)).isEqualTo(1);
    kpl.store(2);
    assertThat(producer.flush(Duration.ZERO)).isZero();
    assertThat(fates).allMatch(CompletableFuture::isDone);
    kpl.flushes.acquire(3); // each goes on by itself, as no time was given to wait for it
  }

  @Test
  void close_withEventsLeft_rejectsThemOnceAndEndsTheDaemon() {
    CompletableFuture<PutResult> fate = producer.put("event");
    producer.close();
    producer.close();
    assertThat(fate)
        .isCompletedWithValueMatching(result ->
            result instanceof Rejected rejected
                && rejected.errorCode().equals(Rejected.PRODUCER_CLOSED));
    assertThat(kpl.destroyed).isEqualTo(1);
    assertThatThrownBy(() -> producer.put("late")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void put_callbackThrows_costsNothingElse() {
    producer.put(
        "event",
        result -> {
          throw new IllegalStateException("a bug");
        });
    kpl.store(0);
    assertThat(producer.metrics().bufferedBytes()).isZero();
  }

  private static final class Text implements Codec<String> {
    @Override
    public void encode(String event, RecordBuffer out) {
      out.write(event.getBytes(UTF_8));
    }

    @Override
    public String decode(EventRecord record) {
      return new String(record.copyData(), UTF_8);
    }
  }

  private static final class FakeKpl implements Kpl {
    private final List<SettableFuture<UserRecordResult>> futures = new ArrayList<>();
    private boolean dead;
    private final Semaphore flushes = new Semaphore(0);
    private int destroyed;
    private volatile boolean hangs;

    @Override
    public ListenableFuture<UserRecordResult> add(String partitionKey, ByteBuffer data) {
      if (dead) {
        throw new DaemonException("the child process has been shutdown");
      }
      SettableFuture<UserRecordResult> future = SettableFuture.create();
      futures.add(future);
      return future;
    }

    @Override
    public void flush() {
      hang();
      flushes.release();
    }

    @Override
    public void destroy() {
      hang();
      destroyed++;
    }

    private void hang() {
      if (hangs) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    void store(int index) {
      var attempt = new Attempt(1, 2, null, null, true);
      futures.get(index).set(new UserRecordResult(List.of(attempt), "42", "shard-1", true));
    }

    void fail(int index) {
      var first = new Attempt(1, 2, "throttled", "Throttled", false);
      var last = new Attempt(1, 2, "too old", "Expired", false);
      var result = new UserRecordResult(List.of(first, last), null, null, false);
      futures.get(index).setException(new UserRecordFailedException(result));
    }
  }
}
