// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import io.github.kinesisetl.core.aggregate.PairedMd5.Lane;

/**
 * Tells whether bytes are aggregates, two at a time: the MD5 of what comes next is made beside the
 * one that is asked for, and remembered. Not safe for use by many threads.
 */
public final class AggregateCheck {

  private static final byte[] NOTHING = new byte[0];

  private final PairedMd5 md5 = new PairedMd5();
  private final Candidate now = new Candidate(md5.first());
  private final Candidate next = new Candidate(md5.second());
  private boolean nextIsDigested;

  /** A check that remembers nothing yet. */
  public AggregateCheck() {}

  /** Forgets what comes next: the bytes have changed, or will. */
  public void forget() {
    next.takeNothing();
    nextIsDigested = false;
  }

  /**
   * Says what comes next, before {@link #isAggregate} is asked for what is at hand.
   *
   * @param array holds the bytes, which must not change until they are asked for, or forgotten
   * @param offset where they begin
   * @param length how many there are
   */
  public void announce(byte[] array, int offset, int length) {
    next.take(array, offset, length);
    nextIsDigested = false;
  }

  /**
   * Whether it is known already whether bytes are an aggregate, so that nothing need be announced.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if they were announced, and checked with what came before them
   */
  public boolean isKnown(byte[] array, int offset, int length) {
    return nextIsDigested && next.is(array, offset, length);
  }

  /**
   * Whether bytes are an aggregate, as {@link RecordDeaggregator#isAggregate} says.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if they are an aggregate
   */
  public boolean isAggregate(byte[] array, int offset, int length) {
    if (isKnown(array, offset, length)) {
      return next.hasItsDigest();
    }
    now.take(array, offset, length);
    if (!now.isCandidate()) {
      return false;
    }
    md5.run();
    nextIsDigested = next.isCandidate();
    return now.hasItsDigest();
  }

  /** Bytes that may be an aggregate, as they begin. */
  private static final class Candidate {
    private final Lane lane;
    private byte[] array = NOTHING;
    private int offset;
    private int length;

    Candidate(Lane lane) {
      this.lane = lane;
    }

    void take(byte[] bytes, int from, int size) {
      if (!RecordDeaggregator.beginsAsAggregate(bytes, from, size)) {
        takeNothing();
        return;
      }
      array = bytes;
      offset = from;
      length = size;
      lane.take(bytes, from + KplFormat.MAGIC.length, size - KplFormat.OVERHEAD_BYTES);
    }

    void takeNothing() {
      array = NOTHING;
      length = 0;
      lane.takeNothing();
    }

    boolean isCandidate() {
      return length > 0;
    }

    @SuppressWarnings("ReferenceEquality") // the same bytes at the same place, not equal ones
    boolean is(byte[] bytes, int from, int size) {
      return length > 0 && bytes == array && from == offset && size == length;
    }

    boolean hasItsDigest() {
      return lane.isDigest(array, offset + length - KplFormat.MD5_BYTES);
    }
  }
}
