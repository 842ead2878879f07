// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.FailureLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps alerts from when they begin or end until they are written. A detector that saw a batch
 * raises nothing new when the batch is delivered again, so what was not written then must be
 * remembered, also where a batch was given up before its alerts came to the sink. Safe for use by
 * many threads.
 */
final class AlertOutbox {

  private final Map<String, ObjectNode> unwritten = new LinkedHashMap<>(); // guarded by this
  private int refused; // since the last end, guarded by this
  private Sink<ObjectNode> sink = items -> new WriteResult.Partial(0, "no sink yet"); // as well

  /** Takes a change of an alert in; one that waits already is not doubled. */
  synchronized void add(ObjectNode alert) {
    unwritten.putIfAbsent(alert.path(AlertJson.STATE) + "/" + alert.path(AlertJson.ID), alert);
  }

  synchronized boolean isEmpty() {
    return unwritten.isEmpty();
  }

  /** Whether no alert of this series waits, once what waits was tried to be written. */
  synchronized boolean isWritten(String key) {
    boolean waits =
        unwritten.values().stream()
            .anyMatch(alert -> alert.path(AlertJson.KEY).asText().equals(key));
    return !waits || write(sink) instanceof WriteResult.Complete;
  }

  /** The handler's sink, which writes all that waits, whichever of it the batch has brought. */
  synchronized Sink<List<ObjectNode>> to(Sink<ObjectNode> sink) {
    this.sink = sink;
    return items -> write(sink);
  }

  /** Ends an invocation: tells of the alerts that nobody will get. */
  synchronized void end(FailureLog log, String batchId) {
    if (refused > 0) {
      log.error("the sink refuses %d alerts for good".formatted(refused), batchId);
      refused = 0;
    }
  }

  private synchronized WriteResult write(Sink<ObjectNode> sink) {
    if (unwritten.isEmpty()) {
      return new WriteResult.Complete();
    }
    WriteResult result = sink.write(List.copyOf(unwritten.values()));
    if (result instanceof WriteResult.Partial partial) {
      List<String> stored = List.copyOf(unwritten.keySet()).subList(0, partial.storedItems());
      stored.forEach(unwritten::remove);
      return new WriteResult.Partial(0, partial.reason());
    }
    unwritten.clear();
    if (result instanceof WriteResult.Refused refused) {
      this.refused += refused.reasonsByIndex().size();
    }
    return new WriteResult.Complete();
  }
}
