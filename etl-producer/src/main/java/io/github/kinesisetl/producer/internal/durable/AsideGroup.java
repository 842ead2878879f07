// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

/** Events that were set aside together, in a file beside the log. Guarded by the spool. */
final class AsideGroup {

  private final Segment file;
  private final int firstAt;
  private int left;

  /**
   * A group without events.
   *
   * @param firstAt where the frame of its first event begins, which names it in the file
   */
  AsideGroup(Segment file, int firstAt) {
    this.file = file;
    this.firstAt = firstAt;
  }

  Segment file() {
    return file;
  }

  int firstAt() {
    return firstAt;
  }

  void addOne() {
    left++;
  }

  /** Some are settled; true if none is left. */
  boolean remove(int events) {
    left -= events;
    return left <= 0;
  }
}
