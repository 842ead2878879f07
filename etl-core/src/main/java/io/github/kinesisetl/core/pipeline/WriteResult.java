// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of items that were given to a {@link Sink} together: an outcome an item, so that what
 * is stored behind a failure counts as stored. Immutable.
 *
 * @since 0.1.0
 */
public final class WriteResult {

  private static final ItemOutcome STORED = new ItemOutcome.Stored();
  private static final ItemOutcome UNTOLD =
      new ItemOutcome.Failed("the sink did not say what became of the item");

  private final int size;
  private final ItemOutcome @Nullable [] outcomes; // null if all are stored
  private final @Nullable String backlog;

  private WriteResult(int size, ItemOutcome @Nullable [] outcomes, @Nullable String backlog) {
    this.size = size;
    this.outcomes = outcomes;
    this.backlog = backlog;
  }

  /**
   * All items are stored.
   *
   * @param items how many they were
   * @return the result
   */
  public static WriteResult stored(int items) {
    return new WriteResult(requireCount(items), null, null);
  }

  /**
   * No item is stored, and all may be later.
   *
   * @param items how many they were
   * @param reason what went wrong, without payload
   * @return the result
   */
  public static WriteResult failed(int items, String reason) {
    ItemOutcome[] all = new ItemOutcome[requireCount(items)];
    Arrays.fill(all, new ItemOutcome.Failed(reason));
    return new WriteResult(items, all, null);
  }

  /**
   * Collects outcomes in any order.
   *
   * @param items how many items were given
   * @return a builder; an item whose outcome is never told counts as failed
   */
  public static Builder builder(int items) {
    return new Builder(requireCount(items));
  }

  /**
   * The same, while something that the sink took over earlier is still not stored: whoever gave the
   * items must come again, so that the sink gets another chance.
   *
   * @param reason what went wrong, without payload
   * @return a result that is not complete
   */
  public WriteResult withBacklog(String reason) {
    return new WriteResult(size, outcomes, requireNonNull(reason, "reason"));
  }

  /**
   * How many items were given.
   *
   * @return 0 or more
   */
  public int size() {
    return size;
  }

  /**
   * What became of an item.
   *
   * @param index its index in the list that was given
   * @return the outcome
   */
  public ItemOutcome of(int index) {
    Objects.checkIndex(index, size);
    return outcomes == null ? STORED : outcomes[index];
  }

  /**
   * Why something that the sink took over earlier is not stored yet.
   *
   * @return the reason, if there is such a thing
   */
  public Optional<String> backlog() {
    return Optional.ofNullable(backlog);
  }

  /**
   * Whether nothing is left to do.
   *
   * @return true if all items are stored, and there is no backlog
   */
  public boolean isComplete() {
    return outcomes == null && backlog == null;
  }

  /**
   * Why something has to be written again.
   *
   * @return the backlog's reason, or that of the first item that is not stored now; empty if every
   *     item is stored or refused for good
   */
  public Optional<String> failure() {
    if (outcomes != null && backlog == null) {
      for (ItemOutcome outcome : outcomes) {
        if (outcome instanceof ItemOutcome.Failed failed) {
          return Optional.of(failed.reason());
        }
      }
    }
    return backlog();
  }

  /**
   * How many items are stored.
   *
   * @return 0 to {@link #size}
   */
  public int storedItems() {
    if (outcomes == null) {
      return size;
    }
    return (int) Arrays.stream(outcomes).filter(ItemOutcome.Stored.class::isInstance).count();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WriteResult that
        && size == that.size
        && Arrays.equals(outcomes, that.outcomes)
        && Objects.equals(backlog, that.backlog);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * size + Arrays.hashCode(outcomes)) + Objects.hashCode(backlog);
  }

  @Override
  public String toString() {
    String what = outcomes == null ? "all stored" : Arrays.toString(outcomes);
    return "WriteResult[%d items, %s%s]"
        .formatted(size, what, backlog == null ? "" : ", backlog: " + backlog);
  }

  private static int requireCount(int items) {
    if (items < 0) {
      throw new IllegalArgumentException("items must be at least 0, but is " + items);
    }
    return items;
  }

  /** Collects outcomes. Not safe for use by many threads. */
  public static final class Builder {
    private final @Nullable ItemOutcome[] outcomes;

    private Builder(int items) {
      outcomes = new ItemOutcome[items];
    }

    /**
     * An item is stored.
     *
     * @param index its index in the list that was given
     * @return this builder
     */
    public Builder stored(int index) {
      return set(index, STORED);
    }

    /**
     * An item can never be stored.
     *
     * @param index its index in the list that was given
     * @param reason why, without payload
     * @return this builder
     */
    public Builder refused(int index, String reason) {
      return set(index, new ItemOutcome.Refused(reason));
    }

    /**
     * An item is not stored now.
     *
     * @param index its index in the list that was given
     * @param reason what went wrong, without payload
     * @return this builder
     */
    public Builder failed(int index, String reason) {
      return set(index, new ItemOutcome.Failed(reason));
    }

    /**
     * An item has an outcome.
     *
     * @param index its index in the list that was given
     * @param outcome what became of it
     * @return this builder
     */
    public Builder set(int index, ItemOutcome outcome) {
      outcomes[index] = requireNonNull(outcome, "outcome");
      return this;
    }

    /**
     * An item has the outcome of another, such as one that replaces it.
     *
     * @param index its index in the list that was given
     * @param other the other's index, whose outcome was told
     * @return this builder
     */
    public Builder sameAs(int index, int other) {
      ItemOutcome told = outcomes[other];
      return set(index, told == null ? UNTOLD : told);
    }

    /**
     * Completes the result.
     *
     * @return the result
     */
    public WriteResult build() {
      ItemOutcome[] told = new ItemOutcome[outcomes.length];
      boolean allStored = true;
      for (int i = 0; i < told.length; i++) {
        ItemOutcome outcome = outcomes[i];
        told[i] = outcome == null ? UNTOLD : outcome;
        allStored &= told[i] instanceof ItemOutcome.Stored;
      }
      return new WriteResult(told.length, allStored ? null : told, null);
    }
  }
}
