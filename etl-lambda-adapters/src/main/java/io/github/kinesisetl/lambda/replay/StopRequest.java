// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.replay;

import java.util.concurrent.CountDownLatch;

/** Somebody's wish that the command ends. Safe for use by many threads. */
final class StopRequest {

  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean made; // written by the thread that wishes

  boolean isMade() {
    return made;
  }

  /** Makes the request, and waits until the command has ended. */
  void stopAndWait() {
    made = true;
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended. */
  void ended() {
    end.countDown();
  }
}
