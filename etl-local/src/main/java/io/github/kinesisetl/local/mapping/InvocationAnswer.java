// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Reads a partial batch response as AWS Lambda does (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html">success
 * and failure conditions</a>). Stateless.
 */
final class InvocationAnswer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private InvocationAnswer() {}

  /**
   * Finds where a batch has to begin again.
   *
   * @return the index of the first entry that failed, the batch's size if none did, or 0 if the
   *     answer is none that AWS Lambda understands
   */
  static int firstFailed(byte[] answer, Batch batch) {
    if (answer.length == 0) {
      return batch.entries().size();
    }
    try {
      JsonNode failures = JSON.readTree(answer).path("batchItemFailures");
      if (failures.isMissingNode() || failures.isNull()) {
        return batch.entries().size();
      }
      return failures.isArray() ? lowest(failures, batch) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static int lowest(JsonNode failures, Batch batch) {
    int lowest = batch.entries().size();
    for (JsonNode failure : failures) {
      int index = batch.indexOf(failure.path("itemIdentifier").asText());
      if (index < 0) {
        return 0; // no such entry: everything is delivered again
      }
      lowest = Math.min(lowest, index);
    }
    return lowest;
  }
}
