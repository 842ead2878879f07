// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.Map;

/** SQS's errors, each of which has a second name from the query protocol. */
final class Refusal {

  static final String INVALID = "InvalidParameterValue";

  private static final String QUERY_PREFIX = "AWS.SimpleQueueService.";
  private static final int SERVER_ERROR = 500;
  private static final Map<String, String> QUERY_NAMES =
      Map.of(
          "QueueDoesNotExist", QUERY_PREFIX + "NonExistentQueue",
          "QueueNameExists", "QueueAlreadyExists",
          "EmptyBatchRequest", QUERY_PREFIX + "EmptyBatchRequest",
          "TooManyEntriesInBatchRequest", QUERY_PREFIX + "TooManyEntriesInBatchRequest",
          "BatchEntryIdsNotDistinct", QUERY_PREFIX + "BatchEntryIdsNotDistinct",
          "BatchRequestTooLong", QUERY_PREFIX + "BatchRequestTooLong",
          "InvalidBatchEntryId", QUERY_PREFIX + "InvalidBatchEntryId",
          "MessageNotInflight", QUERY_PREFIX + "MessageNotInflight",
          "UnsupportedOperation", QUERY_PREFIX + "UnsupportedOperation");

  private Refusal() {}

  static ServiceError of(String type, String message, Object... values) {
    return ServiceError.badRequest(type, message, values);
  }

  static ServiceError invalid(String message, Object... values) {
    return of(INVALID, message, values);
  }

  static ServiceError noQueue() {
    return of("QueueDoesNotExist", "The specified queue does not exist.");
  }

  static String queryName(String type) {
    return QUERY_NAMES.getOrDefault(type, type);
  }

  /** Adds the second name, by which clients know the error since the query protocol. */
  static ServiceResponse named(ServiceResponse response) {
    String type = response.headers().get("x-amzn-errortype");
    if (type == null) {
      return response;
    }
    String fault = response.status() >= SERVER_ERROR ? ";Receiver" : ";Sender";
    return response.with("x-amzn-query-error", queryName(type) + fault);
  }
}
