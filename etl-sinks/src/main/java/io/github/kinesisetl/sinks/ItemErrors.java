// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.producer.spi.FailureKind;

/** What an answer says of single items. Stateless. */
final class ItemErrors {

  private ItemErrors() {}

  /** Tells an item's outcome by what the service said of it. */
  static void tell(
      WriteResult.Builder outcomes, int index, ServiceFailure failure, String service) {
    String reason = failure.describe(service);
    if (failure.kind() == FailureKind.ITEM_REFUSED) {
      outcomes.refused(index, reason);
    } else {
      outcomes.failed(index, reason);
    }
  }

  /**
   * The failure of an entry of a batch.
   *
   * @param code the service's code
   * @param senderFault whether the service says that the sender is at fault; what is not the
   *     account's fault is then the item's
   */
  static ServiceFailure of(String code, boolean senderFault) {
    ServiceFailure failure = ServiceFailure.of(code, 0);
    return senderFault && failure.kind() == FailureKind.TRANSIENT
        ? new ServiceFailure(code, FailureKind.ITEM_REFUSED, true)
        : failure;
  }
}
