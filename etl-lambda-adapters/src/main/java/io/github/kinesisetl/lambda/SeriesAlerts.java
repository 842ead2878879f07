// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.Alert;
import io.github.kinesisetl.core.detect.AlertChange;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.KeyedDetectors.Observation;
import io.github.kinesisetl.core.detect.Score;
import java.time.Instant;
import java.util.List;

/** Turns points of series into alerts. Safe for use by many threads, one point at a time. */
final class SeriesAlerts implements SeriesPoints.Taker {

  private final KeyedDetectors detectors; // guarded by itself

  SeriesAlerts(KeyedDetectors detectors) {
    this.detectors = detectors;
  }

  @Override
  public List<ObjectNode> take(String key, Instant time, double value) {
    Observation observation;
    synchronized (detectors) {
      observation = detectors.observe(key, time, value);
    }
    return observation.changes().stream().map(change -> json(key, change)).toList();
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
