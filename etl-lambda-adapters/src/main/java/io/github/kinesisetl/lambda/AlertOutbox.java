// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps alerts until they are written. A detector that saw a batch raises nothing new when the
 * batch is delivered again, so what could not be written then must be remembered. Safe for use by
 * many threads.
 */
final class AlertOutbox implements Sink<List<ObjectNode>> {

  private static final Logger log = LoggerFactory.getLogger(AlertOutbox.class);

  private final Sink<ObjectNode> sink;
  private final List<ObjectNode> unwritten = new ArrayList<>(); // guarded by this

  AlertOutbox(Sink<ObjectNode> sink) {
    this.sink = sink;
  }

  @Override
  public synchronized WriteResult write(List<List<ObjectNode>> items) {
    items.forEach(unwritten::addAll);
    if (unwritten.isEmpty()) {
      return new WriteResult.Complete();
    }
    WriteResult result = sink.write(List.copyOf(unwritten));
    if (result instanceof WriteResult.Partial partial) {
      unwritten.subList(0, partial.storedItems()).clear();
      return new WriteResult.Partial(0, partial.reason());
    }
    unwritten.clear();
    if (result instanceof WriteResult.Refused refused) {
      log.error("the sink refuses {} alerts for good", refused.reasonsByIndex().size());
    }
    return new WriteResult.Complete();
  }
}
