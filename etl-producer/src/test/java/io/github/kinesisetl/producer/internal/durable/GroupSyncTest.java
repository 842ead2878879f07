// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupSyncTest {

  private final GroupSync sync = new GroupSync();
  private final Disk disk = new Disk();

  @Test
  void await_whatIsWritten_forcesItOnce() throws Exception {
    long first = write();
    long second = write();
    sync.await(second);
    sync.await(first);
    assertThat(disk.forced).containsExactly("0-200");
  }

  @Test
  void await_fileThatWasBegunAnew_forcesBothItsRanges() throws Exception {
    disk.end = 4_000;
    long unused = write();
    disk.end = Segment.HEADER_BYTES;
    sync.await(write());
    assertThat(disk.forced).containsExactly("4000-4100", "0-132");
  }

  /** A failed write once counted as done for whoever came next. */
  @Test
  void await_diskThatFails_isNobodysSuccessAndIsWrittenAgain() throws Exception {
    long mark = write();
    disk.isBroken = true;
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> sync.await(mark));
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> sync.await(mark));
    disk.isBroken = false;
    long later = write();
    sync.await(later);
    assertThat(disk.forced).containsExactly("0-100", "100-200");
    assertThat(disk.touched).as("the platform takes failed pages for clean").contains("0-100");
  }

  @Test
  void await_whileAnotherWrites_canBeInterrupted() throws Exception {
    long mark = write();
    disk.hangs = new CountDownLatch(1);
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> await(mark));
    disk.reached.await();
    var waiter = new CompletableFuture<Boolean>();
    var thread =
        new Thread(() -> {
          try {
            sync.await(mark);
            waiter.complete(false);
          } catch (InterruptedException e) {
            waiter.complete(true);
          }
        });
    thread.start();
    thread.interrupt();
    assertThat(waiter.get()).isTrue();
    disk.hangs.countDown();
    writer.get();
  }

  private void await(long mark) {
    try {
      sync.await(mark);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long write() {
    int from = disk.end;
    disk.end += 100;
    return sync.written(disk, from);
  }

  private static final class Disk implements GroupSync.Storage {
    private final List<String> forced = new ArrayList<>();
    private final List<String> touched = new ArrayList<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private CountDownLatch hangs = new CountDownLatch(0);
    private boolean isBroken;
    private int end;

    @Override
    public int endAt() {
      return end;
    }

    @Override
    public void force(int from, int to) {
      reached.countDown();
      try {
        hangs.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (isBroken) {
        throw new UncheckedIOException(new java.io.IOException("broken"));
      }
      forced.add(from + "-" + to);
    }

    @Override
    public void touch(int from, int to) {
      touched.add(from + "-" + to);
    }
  }
}
