// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import org.jspecify.annotations.Nullable;

/** When a shard was last read to its tip, if ever. Written by one thread, read by any. */
final class TipMark {

  private volatile @Nullable Long reachedNanos;

  /** A read that began then found nothing more. */
  void reached(long beganNanos) {
    reachedNanos = beganNanos;
  }

  /** Whether a read that began after a moment found nothing more; a shard not read yet has none. */
  boolean isSince(long nanos) {
    Long reached = reachedNanos;
    return reached != null && reached - nanos > 0;
  }
}
