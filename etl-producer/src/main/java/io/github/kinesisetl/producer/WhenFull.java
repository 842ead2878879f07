// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/** What {@code put} does when the producer holds as much as it may. */
public enum WhenFull {
  /** Waits for room, up to {@code maxBlock}. */
  BLOCK,
  /** Throws {@link BufferFullException} at once. */
  FAIL,
  /**
   * Writes entries that wait longest to disk and reads them back when their turn comes; waits, up
   * to {@code maxBlock}, once the disk holds as much as it may, too.
   */
  SPILL
}
