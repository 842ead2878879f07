// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.json.JsonQuote;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.FailureLog.Level;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * A function's log: a JSON object a line on standard output, which is Lambda's log; a logging
 * library costs more of a cold start than all the rest of a handler. Safe for use by many threads.
 */
final class ConsoleLog implements FailureLog.Output {

  private final String handler;
  private final Level least;

  private ConsoleLog(String handler, Level least) {
    this.handler = handler;
    this.least = least;
  }

  /** Tells as much as Lambda's own setting says, or warnings and errors where there is none. */
  static FailureLog of(String handler, Map<String, String> environment) {
    String level =
        environment.getOrDefault("AWS_LAMBDA_LOG_LEVEL", "WARN").toUpperCase(Locale.ROOT);
    return new FailureLog(
        new ConsoleLog(
            handler,
            switch (level) {
              case "TRACE", "DEBUG" -> Level.DEBUG;
              case "INFO" -> Level.INFO;
              case "ERROR", "FATAL" -> Level.ERROR;
              default -> Level.WARN;
            }));
  }

  @Override
  public boolean isOn(Level level) {
    return level.compareTo(least) >= 0;
  }

  @Override
  public void write(Level level, String message, Map<String, String> fields, String requestId) {
    var line = new StringBuilder(256);
    line.append("{\"level\":\"").append(level).append("\",\"handler\":");
    JsonQuote.append(line, handler);
    line.append(",\"requestId\":");
    JsonQuote.append(line, requestId);
    fields.forEach((name, value) -> {
      line.append(",\"").append(name).append("\":");
      JsonQuote.append(line, value);
    });
    line.append(",\"message\":");
    JsonQuote.append(line, message);
    PrintStream out = System.out;
    out.println(line.append('}'));
  }
}
