// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.event.EventNormalizer;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Takes points of series out of events. As safe for use by many threads as what it feeds. */
public final class SeriesPoints implements Processor<ObjectNode, List<ObjectNode>> {

  private static final String STAGE = "detect";

  private final SeriesFields fields;
  private final Taker taker;

  /**
   * A processor.
   *
   * @param fields where events carry a point of a series
   * @param taker gets the points
   */
  public SeriesPoints(SeriesFields fields, Taker taker) {
    this.fields = fields;
    this.taker = taker;
  }

  @Override
  public ProcessingResult<List<ObjectNode>> process(ObjectNode event) {
    if (!event.path(EventNormalizer.EVENT_TYPE).asText().equals(fields.eventType())) {
      return new Filtered<>("not a point of a series");
    }
    JsonNode key = event.path(fields.key());
    JsonNode time = event.path(fields.time());
    JsonNode value = event.path(fields.value());
    if (!key.isTextual() || !time.isTextual() || !isFinite(value)) {
      return new Rejected<>(
          STAGE,
          "a point needs %s and %s as strings and %s as a finite number"
              .formatted(fields.key(), fields.time(), fields.value()));
    }
    Instant instant;
    try {
      instant = OffsetDateTime.parse(time.textValue()).toInstant();
    } catch (DateTimeException e) {
      return new Rejected<>(STAGE, fields.time() + " is not in ISO 8601 with an offset");
    }
    return take(key.textValue(), instant, value.doubleValue());
  }

  private ProcessingResult<List<ObjectNode>> take(String key, Instant time, double value) {
    try {
      List<ObjectNode> alerts = taker.take(key, time, value);
      return alerts.isEmpty() ? new Filtered<>("no change of an alert") : new Passed<>(alerts);
    } catch (StoreException e) {
      return new Failed<>(STAGE, "what the series taught cannot be loaded: " + e.getMessage());
    }
  }

  private static boolean isFinite(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.doubleValue());
  }

  /** What points are for. */
  @FunctionalInterface
  public interface Taker {

    /**
     * Takes a point.
     *
     * @param key names the series
     * @param time the point's own time
     * @param value its value, a finite number
     * @return the alerts that began or ended with it
     * @throws StoreException if the point cannot be taken now; nothing happened then
     */
    List<ObjectNode> take(String key, Instant time, double value);
  }
}
