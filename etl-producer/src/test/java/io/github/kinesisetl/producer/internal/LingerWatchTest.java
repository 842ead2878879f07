// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LingerWatchTest {

  private static final Duration LINGER = Duration.ofMillis(100);

  private final TestTicker ticker = new TestTicker();
  private final LinkedBlockingQueue<Long> sealedUpTo = new LinkedBlockingQueue<>();
  private final LingerWatch watch = new LingerWatch(LINGER.toNanos(), ticker, new OwnThreads());
  private volatile long staysOpen = LingerWatch.NOTHING_OPEN;

  @AfterEach
  void stop() {
    watch.stop();
  }

  @Test
  void opened_thenTheLingerPasses_sealsWhatWasOpenedByThen() throws Exception {
    start();
    long opened = watch.now();
    watch.opened(opened);
    ticker.awaitWaiters(1);
    ticker.advance(LINGER.minusNanos(1));
    ticker.awaitWaiters(1);
    assertThat(sealedUpTo).isEmpty();
    ticker.advance(Duration.ofNanos(1));
    assertThat(sealedUpTo.take()).isEqualTo(opened);
  }

  @Test
  void opened_twice_waitsForTheEarlier() throws Exception {
    start();
    long first = watch.now();
    watch.opened(first);
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofMillis(40));
    watch.opened(watch.now());
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofMillis(60));
    assertThat(sealedUpTo.take()).isEqualTo(first);
  }

  @Test
  void sealed_butALaterBatchStaysOpen_waitsForThatOne() throws Exception {
    staysOpen = watch.now() + Duration.ofMillis(30).toNanos();
    start();
    long first = watch.now();
    watch.opened(first);
    ticker.awaitWaiters(1);
    ticker.advance(LINGER);
    assertThat(sealedUpTo.take()).isEqualTo(first);
    long second = staysOpen;
    staysOpen = LingerWatch.NOTHING_OPEN;
    ticker.awaitWaiters(1);
    ticker.advance(Duration.ofMillis(30));
    assertThat(sealedUpTo.take()).isEqualTo(second);
  }

  /** A sealer that threw once ended the thread, and nothing lingered out any more. */
  @Test
  void sealed_sealerThatThrows_isCalledAgainAfterOneMoreLinger() throws Exception {
    var isFirst = new AtomicBoolean(true);
    watch.start(upTo -> {
      sealedUpTo.add(upTo);
      if (isFirst.getAndSet(false)) {
        throw new OutOfMemoryError("for a test");
      }
      return LingerWatch.NOTHING_OPEN;
    });
    watch.opened(watch.now());
    ticker.awaitWaiters(1);
    ticker.advance(LINGER);
    long first = sealedUpTo.take();
    ticker.awaitWaiters(1);
    ticker.advance(LINGER);
    assertThat(sealedUpTo.take()).isEqualTo(first + LINGER.toNanos());
  }

  private void start() {
    watch.start(upTo -> {
      long stays = staysOpen;
      sealedUpTo.add(upTo);
      return stays;
    });
  }
}
