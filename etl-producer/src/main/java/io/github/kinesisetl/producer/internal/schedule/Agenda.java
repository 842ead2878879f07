// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who can do something now, in the order in which they became ready, and who can later, by time.
 * Nothing here takes a walk over all; the most is a logarithm of those that wait for a time. Used
 * by one thread at a time.
 *
 * @param <M> who
 */
public final class Agenda<M> {

  private final LinkedQueue<Place<M>> ready = new LinkedQueue<>();
  private final int[] counts = new int[Urgency.values().length];
  private long readyBytes;
  private @Nullable Place<M>[] later = newHeap(16); // a heap, the earliest first
  private int laterCount;

  /**
   * Where somebody stands, if anywhere.
   *
   * @param <M> who
   */
  public static final class Place<M> extends Linked<Place<M>> {
    private final M member;
    private Urgency urgency = Urgency.EAGER;
    private int bytes;
    private long nanos; // since when it is ready, or when it will be
    private int at = -1; // in the heap

    /**
     * Stands nowhere.
     *
     * @param member who
     */
    public Place(M member) {
      this.member = member;
    }

    /** {@return who} */
    public M member() {
      return member;
    }
  }

  /** Nobody has anything to do. */
  public Agenda() {}

  /**
   * Makes room, so that nothing else here needs memory.
   *
   * @param members how many there are
   */
  public void reserve(int members) {
    if (members > later.length) {
      later = Arrays.copyOf(later, Math.max(members, later.length * 2));
    }
  }

  /**
   * Somebody can do something; whoever is ready already keeps the turn.
   *
   * @param place whose
   * @param urgency what it waits for
   * @param bytes how much there is to do
   * @param sinceNanos since when
   */
  public void ready(Place<M> place, Urgency urgency, int bytes, long sinceNanos) {
    removeLater(place);
    if (place.queue == null) {
      ready.addLast(place);
      place.nanos = sinceNanos;
    } else {
      uncount(place);
    }
    place.urgency = urgency;
    place.bytes = bytes;
    counts[index(urgency)]++;
    readyBytes += bytes;
  }

  /**
   * Somebody can do something later.
   *
   * @param place whose
   * @param nanos when
   */
  public void later(Place<M> place, long nanos) {
    drop(place);
    place.nanos = nanos;
    reserve(laterCount + 1);
    place.at = laterCount++;
    later[place.at] = place;
    rise(place);
  }

  /**
   * Somebody can do nothing, until something happens.
   *
   * @param place whose
   */
  public void drop(Place<M> place) {
    if (ready.remove(place)) {
      uncount(place);
    }
    removeLater(place);
  }

  /**
   * Lets the others come first.
   *
   * @param place whose
   */
  public void toEnd(Place<M> place) {
    if (ready.remove(place)) {
      ready.addLast(place);
    }
  }

  /**
   * Whoever's time has come; stands nowhere then.
   *
   * @param now the time
   * @return the place; null if there is none
   */
  public @Nullable Place<M> pollDue(long now) {
    Place<M> earliest = later[0];
    if (earliest == null || earliest.nanos > now) {
      return null;
    }
    removeLater(earliest);
    return earliest;
  }

  /** {@return when the next one's time comes} */
  public long nextNanos() {
    Place<M> earliest = later[0];
    return earliest == null ? Turns.NEVER : earliest.nanos;
  }

  /** {@return who is ready first; null if nobody is} */
  public @Nullable Place<M> first() {
    return ready.first();
  }

  /**
   * The next one who is ready.
   *
   * @param place who is ready
   * @return who is ready after it; null if nobody is
   */
  public @Nullable Place<M> after(Place<M> place) {
    return ready.after(place);
  }

  /** {@return since when the first is ready that is} */
  public long readySinceNanos() {
    return requireNonNull(ready.first()).nanos;
  }

  /** {@return how many are ready} */
  public int size() {
    return ready.size();
  }

  /**
   * How many are ready and wait for something.
   *
   * @param urgency for what
   * @return how many
   */
  public int count(Urgency urgency) {
    return counts[index(urgency)];
  }

  /** {@return how much is ready} */
  public long readyBytes() {
    return readyBytes;
  }

  @SuppressWarnings("EnumOrdinal") // a place in an array that nobody else sees
  private static int index(Urgency urgency) {
    return urgency.ordinal();
  }

  private void uncount(Place<M> place) {
    counts[index(place.urgency)]--;
    readyBytes -= place.bytes;
  }

  private void removeLater(Place<M> place) {
    int at = place.at;
    if (at < 0) {
      return;
    }
    Place<M> last = requireNonNull(later[--laterCount]);
    later[laterCount] = null;
    place.at = -1;
    if (at < laterCount) {
      put(last, at);
      rise(last);
      sink(last);
    }
  }

  private void rise(Place<M> place) {
    while (place.at > 0) {
      Place<M> above = requireNonNull(later[(place.at - 1) / 2]);
      if (above.nanos <= place.nanos) {
        return;
      }
      int at = above.at;
      put(above, place.at);
      put(place, at);
    }
  }

  private void sink(Place<M> place) {
    while (true) {
      int left = place.at * 2 + 1;
      if (left >= laterCount) {
        return;
      }
      Place<M> below = requireNonNull(later[left]);
      Place<M> right = left + 1 < laterCount ? later[left + 1] : null;
      below = right != null && right.nanos < below.nanos ? right : below;
      if (place.nanos <= below.nanos) {
        return;
      }
      int at = below.at;
      put(below, place.at);
      put(place, at);
    }
  }

  private void put(Place<M> place, int at) {
    later[at] = place;
    place.at = at;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array that nobody else sees
  private static <M> @Nullable Place<M>[] newHeap(int length) {
    return new Place[length];
  }
}
