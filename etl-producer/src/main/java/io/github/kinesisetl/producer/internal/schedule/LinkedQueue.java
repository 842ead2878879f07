// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

import org.jspecify.annotations.Nullable;

/**
 * A queue whose links are in its members: to add one takes no memory, so it cannot fail, and to
 * remove one, wherever it stands, takes no walk. Used by one thread at a time.
 *
 * @param <T> its members
 */
public final class LinkedQueue<T extends Linked<T>> {

  private @Nullable T first;
  private @Nullable T last;
  private int size;

  /** An empty queue. */
  public LinkedQueue() {}

  /**
   * Adds a member at the end.
   *
   * @param member stands in no queue
   */
  public void addLast(T member) {
    if (member.queue != null) {
      throw new IllegalStateException("a member of a queue is added once more");
    }
    member.queue = this;
    member.before = last;
    if (last == null) {
      first = member;
    } else {
      last.after = member;
    }
    last = member;
    size++;
  }

  /**
   * Removes a member.
   *
   * @param member whoever it is
   * @return false if it does not stand here
   */
  @SuppressWarnings("ReferenceEquality") // a queue is meant, not what is in it
  public boolean remove(T member) {
    if (member.queue != this) {
      return false;
    }
    T before = member.before;
    T after = member.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    member.before = null;
    member.after = null;
    member.queue = null;
    size--;
    return true;
  }

  /** {@return the member that stands here longest; null if there is none} */
  public @Nullable T first() {
    return first;
  }

  /**
   * The next member.
   *
   * @param member stands here
   * @return the one that was added after it; null if it is the last
   */
  public @Nullable T after(T member) {
    return member.after;
  }

  /** {@return how many stand here} */
  public int size() {
    return size;
  }
}
