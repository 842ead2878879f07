// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What is held at once: part of {@link ProducerOptions}. Immutable.
 *
 * @param maxBufferedBytes most bytes of events that are held, 1 MiB to 64 GiB
 * @param whenFull what {@code put} does when they are held
 * @param maxBlock longest wait of {@code put} for room, 0 to 1 h; without meaning if {@code put}
 *     fails at once
 */
public record Memory(long maxBufferedBytes, WhenFull whenFull, Duration maxBlock) {

  static final Range BUFFERS = Range.ofBytes("maxBufferedBytes", 1 << 20, 64L << 30);
  static final Range BLOCKS = Range.ofTimes("maxBlock", Duration.ZERO, Duration.ofHours(1));

  /** 64 MiB; {@code put} waits for room for up to 60 s. */
  public static final Memory DEFAULT = new Memory(64 << 20, WhenFull.BLOCK, Duration.ofSeconds(60));

  /** Checks each by itself. */
  public Memory {
    BUFFERS.check(maxBufferedBytes);
    requireNonNull(whenFull, "whenFull");
    BLOCKS.check(maxBlock);
  }

  /**
   * How long {@code put} waits for room.
   *
   * @return {@code maxBlock}, or 0 if {@code put} fails at once
   */
  public Duration maxWait() {
    return whenFull == WhenFull.FAIL ? Duration.ZERO : maxBlock;
  }

  Memory maxBufferedBytes(long maxBufferedBytes) {
    return new Memory(maxBufferedBytes, whenFull, maxBlock);
  }

  Memory whenFull(WhenFull whenFull) {
    return new Memory(maxBufferedBytes, whenFull, maxBlock);
  }

  Memory maxBlock(Duration maxBlock) {
    return new Memory(maxBufferedBytes, whenFull, maxBlock);
  }
}
