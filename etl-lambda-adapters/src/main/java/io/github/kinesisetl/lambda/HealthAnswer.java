// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.json.JsonQuote;
import io.github.kinesisetl.engine.internal.UserCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The answer to a payload that is no batch, such as the test event of a console. Stateless. */
final class HealthAnswer {

  private static final String VERSION_FILE = "version.properties";
  private static final String OK = "ok";

  private HealthAnswer() {}

  /** Says what a handler is set to, and what its checks find; without checks it is well. */
  static String of(
      String handler, Map<String, String> configuration, Map<String, Runnable> checks) {
    Map<String, String> found = new TreeMap<>();
    checks.forEach((name, check) -> found.put(name, outcome(check)));
    boolean isWell = found.values().stream().allMatch(OK::equals);
    var json = new StringBuilder("{\"status\":");
    JsonQuote.append(json, isWell ? OK : "failed");
    json.append(",\"handler\":");
    JsonQuote.append(json, handler);
    json.append(",\"version\":");
    JsonQuote.append(json, version());
    json.append(",\"configuration\":");
    append(json, new TreeMap<>(configuration));
    if (!found.isEmpty()) {
      json.append(",\"checks\":");
      append(json, found);
    }
    return json.append(",\"message\":\"no Records in the payload; nothing was processed\"}")
        .toString();
  }

  private static String outcome(Runnable check) {
    try {
      check.run();
      return OK;
    } catch (Throwable thrown) { // whatever a client throws is the answer to the question
      return UserCode.survived(thrown) + ": " + thrown.getMessage();
    }
  }

  private static void append(StringBuilder json, Map<String, String> values) {
    json.append('{');
    String comma = "";
    for (Map.Entry<String, String> value : values.entrySet()) {
      json.append(comma);
      JsonQuote.append(json, value.getKey());
      JsonQuote.append(json.append(':'), value.getValue());
      comma = ",";
    }
    json.append('}');
  }

  private static String version() {
    try (InputStream in = HealthAnswer.class.getResourceAsStream(VERSION_FILE)) {
      if (in == null) {
        return "unknown";
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("the version cannot be read from the class path", e);
    }
  }
}
