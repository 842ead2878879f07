// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users' code on a thread of the producer stops nobody. */
@Timeout(60)
class OwnThreadsTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final Failed REFUSED = new Failed("KMSDisabled", FailureKind.ACCOUNT_REFUSED);

  private final TestTicker ticker = TestTicker.passing();
  private final Producers producers = new Producers(ticker);

  /** With a full buffer such a callback once stopped the producer for as long as maxBlock. */
  @Test
  void put_inACallbackWithAFullBuffer_takesRoomAndNeverWaits() throws Exception {
    var isAway = new AtomicBoolean(true);
    var stream = new FakeStream(2).failing((entry, number) -> isAway.get() ? REFUSED : null);
    var accepted = new AtomicInteger();
    var options = Producers.options().maxBufferedBytes(1 << 20).maxBlock(Duration.ofHours(1));
    try (var producer = producers.open(stream, stream, options)) {
      for (int i = 0; i < 3_000; i++) {
        String event = "key" + i % 7 + ":" + i + "x".repeat(800);
        producer.put(
            event,
            new PutCallback() {
              @Override
              public void settled(PutResult result) {
                if (result instanceof Accepted) {
                  accepted.incrementAndGet();
                } else {
                  producer.put(event, this);
                }
              }
            });
        isAway.set(i < 2_500);
      }
      while (accepted.get() < 3_000) {
        assertThat(producer.flush(LONG)).isZero();
      }
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
  }

  @Test
  void flushAndClose_inACallback_returnOrThrowAtOnce() throws Exception {
    var stream = new FakeStream(1);
    ticker.stand(); // a wait would never end
    try (var producer = producers.open(stream, stream, Producers.options().linger(Duration.ZERO))) {
      var heard = new CompletableFuture<Throwable>();
      producer.put(
          "k:1",
          result -> {
            try {
              long unused = producer.flush(LONG);
              heard.complete(
                  assertThatExceptionOfType(IllegalStateException.class)
                      .isThrownBy(producer::close)
                      .withMessageContaining("on a thread of the producer")
                      .actual());
            } catch (InterruptedException | AssertionError e) {
              heard.completeExceptionally(e);
            }
          });
      producer.flush(Duration.ZERO);
      assertThat(heard.get()).isNotNull();
      ticker.pass();
    }
  }

  /** The next entry of a lane once waited for the callbacks of the one before. */
  @Test
  void put_callbackThatWaitsForALaterEventOfItsKey_getsIt() throws Exception {
    var stream = new FakeStream(1);
    try (var producer =
        producers.open(stream, stream, Producers.options().maxInFlightRequests(2))) {
      var later = new CompletableFuture<PutResult>();
      var first = new CompletableFuture<PutResult>();
      producer.put(
          "k:1",
          result -> {
            producer.put("k:2", later::complete);
            first.complete(later.join());
          });
      assertThat(first.get()).isInstanceOf(Accepted.class);
    }
  }

  /** A LinkageError of a metrics library once cost a sender's whole request. */
  @Test
  void put_metricsThatThrowErrors_costNoEvent() throws Exception {
    EtlMetrics broken =
        new EtlMetrics() {
          @Override
          public void count(String name, long amount) {
            throw new NoClassDefFoundError("registry");
          }

          @Override
          public void record(String name, long value) {
            throw new StackOverflowError();
          }
        };
    var stream = new FakeStream(1);
    try (var producer = producers.open(stream, stream, Producers.options().metrics(broken))) {
      assertThat(producer.put("k:1").get()).isInstanceOf(Accepted.class);
    }
  }

  /** An Error of the sender once rejected all that the request held. */
  @Test
  void send_senderThatThrowsAnError_costsAnAttempt() throws Exception {
    var stream = new FakeStream(1);
    var calls = new AtomicInteger();
    RecordSender broken =
        entries -> {
          switch (calls.getAndIncrement()) {
            case 0 -> throw new NoClassDefFoundError("client");
            case 1 -> throw new AssertionError("a defect");
            default -> {
              return stream.send(entries);
            }
          }
        };
    try (var producer = producers.open(broken, stream, Producers.options())) {
      assertThat(producer.put("k:1").get()).isInstanceOf(Accepted.class);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what callers do who have no such checks
  void put_withoutEventOrCallback_isTheCallersError() {
    var stream = new FakeStream(1);
    try (var producer = producers.open(stream, stream, Producers.options())) {
      assertThatNullPointerException().isThrownBy(() -> producer.put("k:1", null));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> producer.put(null, PutCallback.NONE));
      assertThat(producer.metrics().bufferedBytes()).isZero();
    }
  }

  /** "Forever" is a legal duration: it once left a producer half closed. */
  @Test
  void close_forever_flushesAndEnds() throws Exception {
    for (Duration forever :
        new Duration[] {
          Duration.ofMillis(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)
        }) {
      var stream = new FakeStream(1);
      var producer =
          producers.open(stream, stream, Producers.options().linger(Duration.ofSeconds(60)));
      CompletableFuture<PutResult> fate = producer.put("k:1");
      assertThat(producer.flush(forever)).isZero();
      assertThat(fate.get()).isInstanceOf(Accepted.class);
      assertThat(producer.close(forever)).isZero();
      assertThat(producer.close(Duration.ofSeconds(-1))).isZero();
    }
  }

  /** Whatever hangs beneath: sender, control plane, key service, callback of a metric. */
  @Test
  void flushAndClose_withASeamThatHangs_keepTheirTime() throws Exception {
    var never = new CountDownLatch(1);
    var stream = new FakeStream(1);
    RecordSender hangs =
        entries -> {
          await(never);
          return stream.send(entries);
        };
    ticker.stand();
    var producer = producers.open(hangs, stream, Producers.options().linger(Duration.ZERO));
    CompletableFuture<PutResult> fate = producer.put("k:1");
    stream.throwingWhenAsked(() -> {
      await(never);
      return null;
    });
    assertThat(whileTimePasses(() -> producer.flush(Duration.ofSeconds(3)))).isEqualTo(1);
    assertThat(whileTimePasses(() -> producer.close(Duration.ofSeconds(5)))).isEqualTo(1);
    assertThat(((Rejected) fate.get()).errorCode()).isEqualTo(Rejected.PRODUCER_CLOSED);
    never.countDown();
  }

  @Test
  void flushAndClose_withAKeyServiceThatHangs_keepTheirTime() throws Exception {
    var never = new CountDownLatch(1);
    DataKeyProvider hangs =
        new DataKeyProvider() {
          @Override
          public DataKey generate() {
            await(never);
            return new DataKey("key", new byte[] {1}, new byte[32]);
          }

          @Override
          public DataKey open(String keyId, byte[] wrapped) {
            return generate();
          }
        };
    var stream = new FakeStream(1);
    ticker.stand();
    var options =
        Producers.options()
            .linger(Duration.ZERO)
            .cipher(FrameCipher.builder(hangs).build(InstantSource.system()));
    var producer = producers.open(stream, stream, options);
    CompletableFuture<PutResult> fate = producer.put("k:1");
    assertThat(whileTimePasses(() -> producer.flush(Duration.ofSeconds(3)))).isEqualTo(1);
    assertThat(whileTimePasses(() -> producer.close(Duration.ofSeconds(5)))).isEqualTo(1);
    assertThat(((Rejected) fate.get()).errorCode()).isEqualTo(Rejected.PRODUCER_CLOSED);
    never.countDown();
  }

  /** Who closes second waits for the first, within its own time, and breaks nothing. */
  @Test
  void close_twiceAtOnce_waitsForTheFirst() throws Exception {
    var release = new CountDownLatch(1);
    var stream = new FakeStream(1);
    RecordSender slow =
        entries -> {
          await(release);
          return stream.send(entries);
        };
    ticker.stand();
    var producer = producers.open(slow, stream, Producers.options().linger(Duration.ZERO));
    CompletableFuture<PutResult> fate = producer.put("k:1");
    CompletableFuture<Long> first =
        CompletableFuture.supplyAsync(() -> producer.close(Duration.ofHours(1)));
    ticker.awaitWaiters(1);
    assertThat(whileTimePasses(() -> producer.close(Duration.ofSeconds(2)))).isZero();
    assertThat(first).isNotDone();
    release.countDown();
    assertThat(first.get()).isZero();
    assertThat(fate.get()).isInstanceOf(Accepted.class);
  }

  private interface Call {
    long call() throws Exception;
  }

  /** Runs a call that only the moved time can end: a wait for anything else would never end. */
  private long whileTimePasses(Call call) throws Exception {
    var result = new CompletableFuture<Long>();
    var thread =
        new Thread(() -> {
          try {
            result.complete(call.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    thread.start();
    while (!result.isDone()) {
      ticker.advance(Duration.ofMillis(100)); // in small steps, as it begins to wait sometime
      thread.join(1);
    }
    return result.get();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
