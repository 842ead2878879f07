// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import org.jspecify.annotations.Nullable;

/**
 * Which aggregate the events of a batch belong to, and of how many of them the log waits to hear
 * from this batch. Parts of a batch take their shares of it over. Owned by one thread at a time.
 */
public final class LogShare {

  private final long producerEpoch;
  private final long aggregate;
  private final @Nullable AsideGroup aside; // null for what is in the log itself
  private int owed;

  /**
   * A share in which nothing is owed.
   *
   * @param producerEpoch the first part of the events' ids
   * @param aggregate the second
   */
  public LogShare(long producerEpoch, long aggregate) {
    this(producerEpoch, aggregate, null);
  }

  LogShare(long producerEpoch, long aggregate, @Nullable AsideGroup aside) {
    this.producerEpoch = producerEpoch;
    this.aggregate = aggregate;
    this.aside = aside;
  }

  @Nullable AsideGroup aside() {
    return aside;
  }

  /** {@return the first part of the events' ids} */
  public long producerEpoch() {
    return producerEpoch;
  }

  /** {@return the second part of the events' ids} */
  public long aggregate() {
    return aggregate;
  }

  /** {@return of how many events the log waits to hear} */
  public int owed() {
    return owed;
  }

  /** Says that the log waits to hear of one more event. */
  public void oweOne() {
    owed++;
  }

  /** Says that the log waits no more to hear of the last event. */
  void oweOneLess() {
    owed--;
  }

  /**
   * Takes a part of this share over.
   *
   * @param events how many events at most
   * @return a share of the same aggregate, in which as many are owed as this one still had
   */
  public LogShare split(int events) {
    var part = new LogShare(producerEpoch, aggregate, aside);
    part.owed = Math.min(owed, events);
    owed -= part.owed;
    return part;
  }

  /**
   * Takes a part back that nobody is going to answer for.
   *
   * @param part a share of the same aggregate, in which nothing is owed afterwards
   */
  public void rejoin(LogShare part) {
    owed += part.owed;
    part.owed = 0;
  }
}
