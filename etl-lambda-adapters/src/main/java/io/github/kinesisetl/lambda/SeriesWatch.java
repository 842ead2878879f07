// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.Alert;
import io.github.kinesisetl.core.detect.AlertChange;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.KeyedDetectors.Observation;
import io.github.kinesisetl.core.detect.Score;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.Processor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Turns points of series into alerts. Safe for use by many threads, one point at a time. */
final class SeriesWatch implements Processor<ObjectNode, List<ObjectNode>> {

  private static final String STAGE = "detect";

  private final KeyedDetectors detectors; // guarded by itself
  private final SeriesFields fields;

  SeriesWatch(KeyedDetectors detectors, SeriesFields fields) {
    this.detectors = detectors;
    this.fields = fields;
  }

  @Override
  public ProcessingResult<List<ObjectNode>> process(ObjectNode event) {
    if (!event.path(EventNormalizer.EVENT_TYPE).asText().equals(fields.eventType())) {
      return new Filtered<>("not a point of a series");
    }
    JsonNode key = event.path(fields.key());
    JsonNode time = event.path(fields.time());
    JsonNode value = event.path(fields.value());
    if (!key.isTextual() || !time.isTextual() || !value.isNumber()) {
      return new Rejected<>(
          STAGE,
          "a point needs %s and %s as strings and %s as a number"
              .formatted(fields.key(), fields.time(), fields.value()));
    }
    try {
      Instant instant = OffsetDateTime.parse(time.textValue()).toInstant();
      return alerts(key.textValue(), instant, value.doubleValue());
    } catch (DateTimeException e) {
      return new Rejected<>(STAGE, fields.time() + " is not in ISO 8601 with an offset");
    }
  }

  private ProcessingResult<List<ObjectNode>> alerts(String key, Instant time, double value) {
    Observation observation;
    synchronized (detectors) {
      observation = detectors.observe(key, time, value);
    }
    if (observation.changes().isEmpty()) {
      return new Filtered<>("no change of an alert");
    }
    List<ObjectNode> alerts = new ArrayList<>();
    observation.changes().forEach(change -> alerts.add(json(key, change)));
    return new Passed<>(alerts);
  }

  private static ObjectNode json(String key, AlertChange change) {
    Alert alert = change.alert();
    Score peak = alert.peak();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("alert_id", key + "@" + alert.start());
    json.put("state", change instanceof AlertChange.Raised ? "raised" : "closed");
    json.put("key", key);
    json.put("start", alert.start().toString());
    json.put("latest", alert.latest().toString());
    json.put("anomalies", alert.anomalies());
    json.put("peak_time", peak.time().toString());
    json.put("score", peak.score());
    json.put("observed", peak.reading().observed());
    json.put("expected", peak.reading().expected());
    json.put("lower", peak.reading().lower());
    json.put("upper", peak.reading().upper());
    return json;
  }
}
