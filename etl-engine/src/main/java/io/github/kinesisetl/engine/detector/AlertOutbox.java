// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.FailureLog;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps alerts from when they begin or end until they are written. A detector that saw a batch
 * raises nothing new when the batch is delivered again, so what was not written then must be
 * remembered, also where a batch was given up before its alerts came to the sink. Safe for use by
 * many threads.
 */
final class AlertOutbox {

  private final Map<String, ObjectNode> unwritten = new LinkedHashMap<>(); // guarded by this
  private int refused; // since the last end, guarded by this
  private Sink<ObjectNode> sink =
      items -> WriteResult.failed(items.size(), "no sink yet"); // as well

  /** Takes a change of an alert in; one that waits already is not doubled. */
  synchronized void add(ObjectNode alert) {
    unwritten.putIfAbsent(keyOf(alert), alert);
  }

  synchronized boolean isEmpty() {
    return unwritten.isEmpty();
  }

  /** Whether no alert of this series waits, once what waits was tried to be written. */
  synchronized boolean isWritten(String key) {
    boolean waits =
        unwritten.values().stream()
            .anyMatch(alert -> alert.path(AlertJson.KEY).asText().equals(key));
    return !waits || write(sink).isEmpty();
  }

  /** The engine's sink, which writes all that waits, whichever of it the batch has brought. */
  synchronized Sink<List<ObjectNode>> to(Sink<ObjectNode> sink) {
    this.sink = sink;
    return items ->
        write(sink)
            .map(reason -> resultOf(items, reason))
            .orElseGet(() -> WriteResult.stored(items.size()));
  }

  /** Ends a batch: tells of the alerts that nobody will get. */
  synchronized void end(FailureLog log, String batchId) {
    if (refused > 0) {
      log.error("the sink refuses %d alerts for good".formatted(refused), batchId);
      refused = 0;
    }
  }

  /** An item fails whose alerts still wait; if none does, alerts of an earlier batch wait. */
  private synchronized WriteResult resultOf(List<List<ObjectNode>> items, String reason) {
    var outcomes = WriteResult.builder(items.size());
    boolean failed = false;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).stream().anyMatch(alert -> unwritten.containsKey(keyOf(alert)))) {
        outcomes.failed(i, reason);
        failed = true;
      } else {
        outcomes.stored(i);
      }
    }
    WriteResult result = outcomes.build();
    return failed ? result : result.withBacklog(reason);
  }

  private static String keyOf(ObjectNode alert) {
    return alert.path(AlertJson.STATE) + "/" + alert.path(AlertJson.ID);
  }

  /** Writes what waits; why not all of it could be written, if so. */
  private synchronized Optional<String> write(Sink<ObjectNode> sink) {
    if (unwritten.isEmpty()) {
      return Optional.empty();
    }
    WriteResult result = sink.write(List.copyOf(unwritten.values()));
    int index = 0;
    for (Iterator<ObjectNode> alerts = unwritten.values().iterator(); alerts.hasNext(); index++) {
      alerts.next();
      ItemOutcome outcome = result.of(index);
      if (!(outcome instanceof ItemOutcome.Failed)) {
        alerts.remove();
        refused += outcome instanceof ItemOutcome.Refused ? 1 : 0;
      }
    }
    return result.failure();
  }
}
