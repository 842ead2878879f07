// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.util.concurrent.CountDownLatch;

/** Somebody's wish that a command ends. Safe for use by many threads. */
public final class StopRequest {

  private final CountDownLatch wish = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** Starts without anybody's wish. */
  public StopRequest() {}

  /**
   * Tells whether the command should end.
   *
   * @return whether somebody wishes it
   */
  public boolean isMade() {
    return wish.getCount() == 0;
  }

  /**
   * Waits until the command should end.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void await() throws InterruptedException {
    wish.await();
  }

  /** Makes the request, and waits until the command has ended. */
  public void stopAndWait() {
    wish.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended. */
  public void ended() {
    end.countDown();
  }
}
