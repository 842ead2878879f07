// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;

/**
 * A record that was given up, with what is needed to understand it and to put it back.
 *
 * @param stage where it was given up: {@code read}, {@code decode}, {@code validate} or the name of
 *     a processor
 * @param reason what was wrong, by field, rule and shape; quotes no payload
 * @param position where it lies on its stream
 * @param record its original bytes, key and id
 * @since 0.1.0
 */
public record DeadLetter(String stage, String reason, RecordPosition position, EventRecord record) {

  /** Checks that everything is there. */
  public DeadLetter {
    requireNonNull(stage, "stage");
    requireNonNull(reason, "reason");
    requireNonNull(position, "position");
    requireNonNull(record, "record");
  }
}
