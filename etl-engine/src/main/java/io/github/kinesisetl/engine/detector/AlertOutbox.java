// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.UnknownFailures;
import io.github.kinesisetl.engine.internal.UserCode;
import java.util.HashMap;
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

  /** Writes of an alert on which its sink may throw, as often as a stage may on a record. */
  private static final int MAX_THROWN = UnknownFailures.DEFAULT.maxAttempts();

  private final Map<String, ObjectNode> unwritten = new LinkedHashMap<>(); // guarded by this
  private final Map<String, Integer> thrownOn = new HashMap<>(); // how often, guarded by this
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
    String shown = AlertJson.shown(key);
    boolean waits =
        unwritten.values().stream()
            .anyMatch(alert -> alert.path(AlertJson.KEY).asText().equals(shown));
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
    List<ObjectNode> alerts = List.copyOf(unwritten.values());
    WriteResult result = answer(sink, alerts);
    int index = 0;
    for (Iterator<ObjectNode> waiting = unwritten.values().iterator(); waiting.hasNext(); index++) {
      waiting.next();
      ItemOutcome outcome = result.of(index);
      if (!(outcome instanceof ItemOutcome.Failed)) {
        waiting.remove();
        thrownOn.remove(keyOf(alerts.get(index)));
        refused += outcome instanceof ItemOutcome.Refused ? 1 : 0;
      }
    }
    return result.failure();
  }

  /**
   * A sink must return its failures. If one throws, the alerts are written one by one, and one that
   * it throws on again and again is given up, so that the others get through.
   */
  private WriteResult answer(Sink<ObjectNode> sink, List<ObjectNode> alerts) {
    try {
      WriteResult result = sink.write(alerts);
      return result.size() == alerts.size()
          ? result
          : WriteResult.failed(alerts.size(), "the sink told of other items than it was given");
    } catch (Throwable thrown) { // the border to users' code
      String reason = "the sink threw " + UserCode.survived(thrown);
      return alerts.size() == 1 ? thrownOn(alerts.get(0), reason) : oneByOne(sink, alerts);
    }
  }

  private WriteResult oneByOne(Sink<ObjectNode> sink, List<ObjectNode> alerts) {
    var outcomes = WriteResult.builder(alerts.size());
    for (int i = 0; i < alerts.size(); i++) {
      outcomes.set(i, answer(sink, List.of(alerts.get(i))).of(0));
    }
    return outcomes.build();
  }

  private WriteResult thrownOn(ObjectNode alert, String reason) {
    String key = keyOf(alert);
    if (thrownOn.merge(key, 1, Integer::sum) < MAX_THROWN) {
      return WriteResult.failed(1, reason);
    }
    thrownOn.remove(key);
    return WriteResult.builder(1).refused(0, reason).build();
  }
}
