// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes what a function logs to the logger {@code lambda.<function>}. */
final class FunctionLogger implements LambdaLogger {

  private final Logger logger;

  FunctionLogger(String functionName) {
    logger = LoggerFactory.getLogger("lambda." + functionName);
  }

  @Override
  public void log(String message) {
    log(message, LogLevel.UNDEFINED);
  }

  @Override
  public void log(byte[] message) {
    log(message, LogLevel.UNDEFINED);
  }

  @Override
  public void log(byte[] message, LogLevel level) {
    log(new String(message, UTF_8), level);
  }

  @Override
  public void log(String message, LogLevel level) {
    logger.atLevel(slf4j(level)).log(message.stripTrailing());
  }

  static Level slf4j(LogLevel level) {
    return switch (level) {
      case TRACE -> Level.TRACE;
      case DEBUG -> Level.DEBUG;
      case WARN -> Level.WARN;
      case ERROR, FATAL -> Level.ERROR;
      case INFO, UNDEFINED -> Level.INFO;
    };
  }
}
