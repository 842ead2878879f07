// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.json.JsonQuote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The answer to a payload that is no batch, such as the test event of a console. Stateless. */
final class HealthAnswer {

  private static final String VERSION_FILE = "version.properties";

  private HealthAnswer() {}

  static String of(String handler, Map<String, String> configuration) {
    var json = new StringBuilder("{\"status\":\"ok\",\"handler\":");
    JsonQuote.append(json, handler);
    json.append(",\"version\":");
    JsonQuote.append(json, version());
    json.append(",\"configuration\":{");
    String comma = "";
    for (Map.Entry<String, String> setting : new TreeMap<>(configuration).entrySet()) {
      json.append(comma);
      JsonQuote.append(json, setting.getKey());
      JsonQuote.append(json.append(':'), setting.getValue());
      comma = ",";
    }
    return json.append("},\"message\":\"no Records in the payload; nothing was processed\"}")
        .toString();
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
