// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

/**
 * How a spool is kept.
 *
 * @param producerEpoch the first part of the ids of all events that are appended
 * @param maxBytes most bytes of disk, at least 8 MiB; the last file may go beyond
 * @param maxRecordBytes the largest record of the stream
 * @param fsync whether {@code put} returns only when the disk has the event: then it survives a
 *     power failure, else only the end of the process
 */
public record SpoolOptions(long producerEpoch, long maxBytes, int maxRecordBytes, boolean fsync) {

  private static final int MIN_SEGMENT_BYTES = 4 << 20;

  /** The longest key in bytes, and what the log adds. */
  private static final int FRAME_OVERHEAD_BYTES = 1024;

  /** Checks the size. */
  public SpoolOptions {
    if (maxBytes < 8 << 20) {
      throw new IllegalArgumentException("maxBytes must be at least 8 MiB, but is " + maxBytes);
    }
  }

  /** How large a file of the log is. */
  int segmentBytes() {
    return Math.max(MIN_SEGMENT_BYTES, Segment.HEADER_BYTES + maxFrameBytes() + (64 << 10));
  }

  int maxFrameBytes() {
    return maxRecordBytes + FRAME_OVERHEAD_BYTES;
  }
}
