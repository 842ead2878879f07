// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one event for good: the producer that put it, the aggregate it first travelled in, and its
 * position there. It stays through retries and re-splits, so that a consumer can drop duplicates.
 *
 * @param producerEpoch a random number that a producer draws when it starts
 * @param aggregate counts the producer's aggregates from 0
 * @param position counts the records of the aggregate from 0
 * @since 0.1.0
 */
public record EventId(long producerEpoch, long aggregate, int position) {

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-([0-9]{1,18})-([0-9]{1,9})");

  /** Checks that the counts are not negative. */
  public EventId {
    if (aggregate < 0 || position < 0) {
      throw new IllegalArgumentException(
          "aggregate and position must not be negative, but are %d and %d"
              .formatted(aggregate, position));
    }
  }

  /**
   * Reads the text form.
   *
   * @param text what {@link #toString()} wrote
   * @return the id, or nothing if the text is not one
   */
  public static Optional<EventId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new EventId(
            Long.parseUnsignedLong(matcher.group(1), 16),
            Long.parseLong(matcher.group(2)),
            Integer.parseInt(matcher.group(3))));
  }

  /** Epoch in 16 hexadecimal digits, aggregate and position in decimal, joined by hyphens. */
  @Override
  public String toString() {
    String epoch = Long.toHexString(producerEpoch);
    return "0".repeat(16 - epoch.length()) + epoch + '-' + aggregate + '-' + position;
  }
}
