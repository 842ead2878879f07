// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/**
 * Hears of an event's fate. One object may serve all events, so that a put costs no object at all.
 */
@FunctionalInterface
public interface PutCallback {

  /** Hears nothing: the metrics still count. */
  PutCallback NONE = result -> {};

  /**
   * Called once an event's fate is known, on a thread of the producer, or of whoever puts an event
   * that is too large or closes: return quickly and don't throw.
   *
   * <p>On a thread of the producer nothing may wait for the producer. There {@code put} takes room
   * beyond {@code maxBufferedBytes} rather than wait for it, and throws {@link BufferFullException}
   * at once if the log of a durable producer is full; {@code flush} sends what is gathered and
   * returns at once; {@code close} throws {@link IllegalStateException}. Don't wait there for the
   * future of another put: it may be this thread that completes it.
   *
   * @param result the event's fate
   */
  void settled(PutResult result);
}
