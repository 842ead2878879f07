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
   * Called once an event's fate is known, on a thread of the producer: return quickly and don't
   * throw.
   *
   * @param result the event's fate
   */
  void settled(PutResult result);
}
