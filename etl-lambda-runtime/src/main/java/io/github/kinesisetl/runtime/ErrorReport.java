// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is said of an error: to whoever invoked, with its message; to the log, without, for a
 * message may quote a payload.
 *
 * @param type the class of the error
 * @param message its message, empty if it has none
 * @param frames where it came from, the newest call first
 */
record ErrorReport(String type, String message, List<String> frames) {

  private static final int MAX_FRAMES = 100;

  /** What lies below the handler's own calls. */
  private static final String OURS = RuntimeLoop.class.getName();

  static ErrorReport of(Throwable error) {
    String message = error.getMessage();
    return new ErrorReport(
        error.getClass().getName(),
        message == null ? "" : message,
        Arrays.stream(error.getStackTrace())
            .takeWhile(frame -> !frame.getClassName().startsWith(OURS))
            .limit(MAX_FRAMES)
            .map(StackTraceElement::toString)
            .toList());
  }

  /** The body of the Runtime API's error calls. */
  byte[] json() {
    var json = new StringBuilder("{\"errorMessage\":");
    quote(json, message);
    return tail(json).getBytes(StandardCharsets.UTF_8);
  }

  /** A line for the log. */
  String logLine(String requestId) {
    var json = new StringBuilder("{\"level\":\"ERROR\",\"requestId\":");
    quote(json, requestId);
    return tail(json);
  }

  private String tail(StringBuilder json) {
    json.append(",\"errorType\":");
    quote(json, type);
    json.append(",\"stackTrace\":[");
    String separator = "";
    for (String frame : frames) {
      json.append(separator);
      quote(json, frame);
      separator = ",";
    }
    return json.append("]}").toString();
  }

  /** RFC 8259, section 7. */
  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
