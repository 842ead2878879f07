// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.Alert;
import io.github.kinesisetl.core.detect.AlertChange;
import io.github.kinesisetl.core.detect.Score;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A change of an alert as it is written. Stateless. */
final class AlertJson {

  /** Characters of a key that an alert's id holds: SNS takes names of 128 characters at most. */
  private static final int MAX_NAME = 64;

  /** Characters of a key that an alert shows: a series may be named by a whole document. */
  private static final int MAX_KEY = 1_000;

  static final String ID = "alert_id";
  static final String STATE = "state";
  static final String KEY = "key";

  private AlertJson() {}

  static ObjectNode of(String key, AlertChange change) {
    Alert alert = change.alert();
    Score peak = alert.peak();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(ID, nameOf(key) + "@" + alert.start());
    json.put(STATE, change instanceof AlertChange.Raised ? "raised" : "closed");
    json.put(KEY, shown(key));
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

  /** What an alert shows of a key; its id tells apart what begins alike. */
  static String shown(String key) {
    if (key.length() <= MAX_KEY) {
      return key;
    }
    boolean isHalf = Character.isHighSurrogate(key.charAt(MAX_KEY - 1));
    return key.substring(0, isHalf ? MAX_KEY - 1 : MAX_KEY);
  }

  /** A key in an id that every sink takes as a name: one that is long goes by its digest. */
  private static String nameOf(String key) {
    if (key.length() <= MAX_NAME) {
      return key;
    }
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
