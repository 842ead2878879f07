// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.entry;

import io.github.kinesisetl.core.record.RecordPosition;

/**
 * A record's place in its batch as one number, entry before sub-sequence number, so that the lower
 * of two is the smaller. Stateless.
 */
public final class Place {

  /** Behind every record. */
  public static final long NONE = Long.MAX_VALUE;

  private Place() {}

  /**
   * A record's place.
   *
   * @param entry the entry's index in the batch, from 0
   * @param sub the record's index in the entry, from 0
   * @return its place
   */
  public static long of(int entry, int sub) {
    return (long) entry << 32 | sub;
  }

  /**
   * The entry of a place.
   *
   * @param place a place
   * @return the entry's index in the batch; behind every entry for {@link #NONE}
   */
  public static int entry(long place) {
    return (int) (place >>> 32);
  }

  /**
   * Where a place lies on the stream. Siblings share a sequence number, so their records are
   * counted on.
   *
   * @param entries the batch
   * @param place a place in it
   * @return the position
   */
  public static RecordPosition in(EntryBatch entries, long place) {
    int entry = entry(place);
    return new RecordPosition(
        entries.shardId(entry),
        entries.sequenceNumber(entry),
        entries.siblingsBefore(entry) + (int) place);
  }
}
