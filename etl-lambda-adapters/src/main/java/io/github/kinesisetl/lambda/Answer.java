// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.lambda.event.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation answers.
 *
 * @param json the answer
 * @param allEnded whether nobody works on the batch any more
 */
record Answer(String json, boolean allEnded) {

  /** The partial batch response; in a tumbling window, with the window's state. */
  static Answer of(BatchReport report, EntryBatch entries, @Nullable String state) {
    var json = new StringBuilder(96).append('{');
    if (state != null) { // a window's answer without one counts as a failure
      json.append("\"state\":").append(state).append(',');
    }
    json.append("\"batchItemFailures\":[");
    if (report.firstUnfinished() < entries.size()) {
      json.append("{\"itemIdentifier\":");
      JsonLine.quote(json, entries.sequenceNumber(report.firstUnfinished()));
      json.append('}');
    }
    return new Answer(json.append("]}").toString(), report.allEnded());
  }
}
