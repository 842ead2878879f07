// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lines of JSON for CloudWatch Logs, one a write, made by hand: a logging library costs more of a
 * cold start than all the rest of a handler. Of failures that repeat, the first of a kind is told
 * at WARN, the others at DEBUG with their count. Nothing that is told here may quote a payload.
 * Safe for use by many threads.
 */
final class HandlerLog {

  /** How much is told; the names are those of Lambda's own log levels. */
  enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  private static final int MAX_KINDS = 1_000;

  private final String handler;
  private final Level least;
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

  HandlerLog(String handler, Level least) {
    this.handler = handler;
    this.least = least;
  }

  /** Tells as much as Lambda's own setting says, or warnings and errors where there is none. */
  static HandlerLog of(String handler, Map<String, String> environment) {
    String level =
        environment.getOrDefault("AWS_LAMBDA_LOG_LEVEL", "WARN").toUpperCase(Locale.ROOT);
    return new HandlerLog(
        handler,
        switch (level) {
          case "TRACE", "DEBUG" -> Level.DEBUG;
          case "INFO" -> Level.INFO;
          case "ERROR", "FATAL" -> Level.ERROR;
          default -> Level.WARN;
        });
  }

  /** Tells of a failure of a kind: a stage, a class name, a position of code; nothing of data. */
  void failure(String kind, String message, String requestId) {
    if (failures.size() >= MAX_KINDS && !failures.containsKey(kind)) {
      return;
    }
    LongAdder count = failures.computeIfAbsent(kind, unused -> new LongAdder());
    count.increment();
    long total = count.sum();
    Level level = total == 1 ? Level.WARN : Level.DEBUG;
    if (tells(level)) {
      tell(level, message, Map.of("kind", kind, "count", Long.toString(total)), requestId);
    }
  }

  void error(String message, String requestId) {
    if (tells(Level.ERROR)) {
      tell(Level.ERROR, message, Map.of(), requestId);
    }
  }

  void info(String message, String requestId) {
    if (tells(Level.INFO)) {
      tell(Level.INFO, message, Map.of(), requestId);
    }
  }

  boolean tells(Level level) {
    return level.compareTo(least) >= 0;
  }

  private void tell(Level level, String message, Map<String, String> more, String requestId) {
    var line = new StringBuilder(256);
    line.append("{\"level\":\"").append(level).append("\",\"handler\":");
    JsonLine.quote(line, handler);
    line.append(",\"requestId\":");
    JsonLine.quote(line, requestId);
    more.forEach((name, value) -> {
      line.append(",\"").append(name).append("\":");
      JsonLine.quote(line, value);
    });
    line.append(",\"message\":");
    JsonLine.quote(line, message);
    PrintStream out = System.out;
    out.println(line.append('}'));
  }
}
