// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Processor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Gives events one shape: the event type in lower case without blanks around it, the timestamp in
 * UTC, and the UTC date that sinks partition by. Stateless.
 */
public final class EventNormalizer implements Processor<ObjectNode, ObjectNode> {

  /** The field with the kind of event, a string. */
  public static final String EVENT_TYPE = "event_type";

  private static final String TIMESTAMP = "timestamp";
  private static final String EVENT_DATE = "event_date";

  /** A normaliser. */
  public EventNormalizer() {}

  @Override
  public ProcessingResult<ObjectNode> process(ObjectNode event) {
    JsonNode type = event.get(EVENT_TYPE);
    if (type != null && type.isTextual()) {
      event.put(EVENT_TYPE, type.textValue().strip().toLowerCase(Locale.ROOT));
    }
    JsonNode time = event.get(TIMESTAMP);
    if (time == null || !time.isTextual()) {
      return new Rejected<>("normalize", "timestamp is not a string");
    }
    try {
      Instant instant = OffsetDateTime.parse(time.textValue()).toInstant();
      event.put(TIMESTAMP, instant.toString());
      event.put(EVENT_DATE, instant.atOffset(ZoneOffset.UTC).toLocalDate().toString());
      return new Passed<>(event);
    } catch (DateTimeException e) {
      return new Rejected<>("normalize", "timestamp is not in ISO 8601 with an offset");
    }
  }
}
