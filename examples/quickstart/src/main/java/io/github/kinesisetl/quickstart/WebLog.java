// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a web server's log in the combined format, as events. Immutable. */
final class WebLog {

  static final String SITE = "http://semicomplete.com";

  private static final Pattern LINE =
      Pattern.compile(
          "(?<ip>\\S+) \\S+ \\S+ \\[(?<time>[^\\]]+)\\] \"(?<method>\\S+) (?<path>\\S+)[^\"]*\" "
              + "(?<status>\\d{3}) (?<bytes>\\d+|-) \"(?<referrer>[^\"]*)\" \"(?<agent>.*?)\"?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private final List<ObjectNode> events;

  private WebLog(List<ObjectNode> events) {
    this.events = events;
  }

  static WebLog load() throws IOException {
    List<ObjectNode> events = new ArrayList<>();
    try (BufferedReader lines = Resources.gunzipped("web-access.log.gz")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(event(line));
      }
    }
    return new WebLog(events);
  }

  int size() {
    return events.size();
  }

  /** A line's event, to be changed at will. */
  ObjectNode event(int line) {
    return events.get(line).deepCopy();
  }

  static ObjectNode event(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a line of the combined log format, of %d characters".formatted(line.length()));
    }
    String bytes = matcher.group("bytes");
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("user_id", matcher.group("ip"));
    event.put("event_type", matcher.group("method"));
    event.put("timestamp", OffsetDateTime.parse(matcher.group("time"), TIME).toString());
    event.put("value", bytes.equals("-") ? 0 : Long.parseLong(bytes));
    event.put("ip", matcher.group("ip"));
    event.put("url", SITE + matcher.group("path"));
    event.put("status", Integer.parseInt(matcher.group("status")));
    event.put("referrer", matcher.group("referrer"));
    event.put("user_agent", matcher.group("agent"));
    return event;
  }
}
