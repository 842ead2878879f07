// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.kinesisetl.core.json.FieldNames;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import org.jspecify.annotations.Nullable;

/** The guide's event, for Jackson to fill, or a cursor. */
public final class SeedEvent implements Sum {

  private static final FieldNames NAMES =
      FieldNames.of("user_id", "event_type", "timestamp", "value");

  /** Who. */
  @JsonProperty("user_id")
  public @Nullable String userId;

  /** What. */
  @JsonProperty("event_type")
  public @Nullable String eventType;

  /** When. */
  public @Nullable String timestamp;

  /** How much. */
  public double value;

  /** An event without anything. */
  public SeedEvent() {}

  static SeedEvent read(JsonCursor json) throws DecodeException {
    var event = new SeedEvent();
    json.beginObject();
    while (json.nextField()) {
      switch (json.fieldIn(NAMES)) {
        case 0 -> event.userId = json.text();
        case 1 -> event.eventType = json.text();
        case 2 -> event.timestamp = json.text();
        case 3 -> event.value = json.decimal();
        default -> json.skip();
      }
    }
    json.end();
    return event;
  }

  @Override
  public long sum() {
    return Sum.of(userId) + Sum.of(eventType) + Sum.of(timestamp) + Math.round(value * 100);
  }
}
