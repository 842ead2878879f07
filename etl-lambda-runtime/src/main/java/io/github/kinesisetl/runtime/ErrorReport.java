// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an error: to whoever invoked, with its message; to the log, without, for a
 * message may quote a payload.
 *
 * @param type the class of the error
 * @param message its message, cut after {@value #MAX_MESSAGE_CHARS} characters; empty if it has
 *     none
 * @param frames where it came from, the newest call first
 * @param cause the error behind it, if there is one
 */
record ErrorReport(String type, String message, List<String> frames, @Nullable ErrorReport cause) {

  static final int MAX_MESSAGE_CHARS = 10_000; // a report of more than 6 MB would be refused

  private static final int MAX_FRAMES = 100;
  private static final int MAX_CAUSES = 5; // they may go round in a circle

  /** What lies below the handler's own calls. */
  private static final String OURS = RuntimeLoop.class.getName();

  static ErrorReport of(Throwable error) {
    return of(error, MAX_CAUSES);
  }

  private static ErrorReport of(Throwable error, int causes) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    Throwable cause = error.getCause();
    return new ErrorReport(
        error.getClass().getName(),
        message.substring(0, Math.min(MAX_MESSAGE_CHARS, message.length())),
        Arrays.stream(error.getStackTrace())
            .takeWhile(frame -> !frame.getClassName().equals(OURS))
            .limit(MAX_FRAMES)
            .map(StackTraceElement::toString)
            .toList(),
        cause == null || causes == 0 ? null : of(cause, causes - 1));
  }

  /** The body of the Runtime API's error calls. */
  String json() {
    var json = new StringBuilder("{");
    write(json, true);
    return json.append('}').toString();
  }

  /** A line for the log, without messages. */
  String logLine(String requestId) {
    var json = new StringBuilder("{\"level\":\"ERROR\",\"requestId\":");
    quote(json, requestId);
    json.append(',');
    write(json, false);
    return json.append('}').toString();
  }

  private void write(StringBuilder json, boolean withMessages) {
    json.append("\"errorType\":");
    quote(json, type);
    if (withMessages) {
      json.append(",\"errorMessage\":");
      quote(json, message);
    }
    json.append(",\"stackTrace\":[");
    String separator = "";
    for (String frame : frames) {
      json.append(separator);
      quote(json, frame);
      separator = ",";
    }
    json.append(']');
    if (cause != null) {
      json.append(",\"cause\":{");
      cause.write(json, withMessages);
      json.append('}');
    }
  }

  /**
   * RFC 8259, section 7. Its own, though etl-core's JsonQuote does the same: this module depends on
   * nothing of ours.
   */
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
