// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A table, and how it is asked again. Safe for use by many threads.
 *
 * @param client gives the client
 * @param name the table's name
 * @param pause before it is asked again
 */
record Table(Supplier<DynamoDbClient> client, String name, RetryPause pause) {

  Table {
    requireNonNull(name, "table");
  }

  /**
   * What a call of it failed with, for whoever asked the store: a client that cannot be made, or
   * breaks, is as good as a service that is down.
   */
  static StoreException failure(RuntimeException thrown) {
    if (thrown instanceof StoreException known) {
      return known;
    }
    ServiceFailure failure =
        thrown instanceof SdkException e ? ServiceFailure.of(e) : ServiceFailure.notReached(thrown);
    return new StoreException(failure.describe("DynamoDB"), thrown);
  }
}
