// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.StreamStatus;
import org.jspecify.annotations.Nullable;

/** The state of a stream, which is ACTIVE but for passing states. */
final class Lifecycle {

  private StreamStatus status = StreamStatus.ACTIVE;
  private long settledMillis;
  private @Nullable Runnable whenSettled;

  StreamStatus status() {
    return status;
  }

  /** Enters a passing state, and says what happens when it is over. */
  void pass(StreamStatus passing, long untilMillis, Runnable atEnd) {
    status = passing;
    settledMillis = untilMillis;
    whenSettled = atEnd;
  }

  /** Ends the passing state if its time is over. */
  void settle(long nowMillis) {
    Runnable atEnd = whenSettled;
    if (atEnd != null && nowMillis >= settledMillis) {
      whenSettled = null;
      status = StreamStatus.ACTIVE;
      atEnd.run();
    }
  }
}
