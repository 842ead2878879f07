// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.json.JsonQuote;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.BatchOutcome.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * A partial batch response (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html">format</a>).
 * Stateless.
 */
final class BatchResponse {

  private BatchResponse() {}

  /**
   * Writes the response.
   *
   * @param outcome what is done of the batch
   * @param windowState in a tumbling window, the window's state; else null
   * @return a JSON object
   */
  static String of(BatchOutcome outcome, @Nullable String windowState) {
    var json = new StringBuilder(96).append('{');
    if (windowState != null) { // a window's answer without one counts as a failure
      json.append("\"state\":").append(windowState).append(',');
    }
    json.append("\"batchItemFailures\":[");
    if (outcome instanceof Unfinished unfinished) {
      json.append("{\"itemIdentifier\":");
      JsonQuote.append(json, unfinished.retryFrom().sequenceNumber());
      json.append('}');
    }
    return json.append("]}").toString();
  }
}
