// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Lines of the application's own logging.
 *
 * @param log the logger
 */
record Slf4jOutput(Logger log) implements FailureLog.Output {

  @Override
  public boolean isOn(FailureLog.Level level) {
    return log.isEnabledForLevel(Level.valueOf(level.name()));
  }

  @Override
  public void write(
      FailureLog.Level level, String message, Map<String, String> fields, String batchId) {
    log.atLevel(Level.valueOf(level.name()))
        .log("{} (batch {}{})", message, batchId, fields.isEmpty() ? "" : ", " + fields);
  }
}
