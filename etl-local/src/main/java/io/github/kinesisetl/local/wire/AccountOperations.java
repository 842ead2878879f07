// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.BillingCommitment;
import io.github.kinesisetl.local.stream.Account;
import java.io.IOException;
import java.util.Map;

/** The operations on the account itself. */
final class AccountOperations {

  private static final String COMMITMENT = "MinimumThroughputBillingCommitment";

  private final Account account;

  AccountOperations(Account account) {
    this.account = account;
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("DescribeAccountSettings", this::describe);
    operations.put("UpdateAccountSettings", this::update);
  }

  private void describe(Call call) throws IOException {
    call.fields();
    writeCommitment(call.answer(), account.billingCommitment());
  }

  private void update(Call call) throws IOException {
    Fields commitment = call.fields(COMMITMENT).object(COMMITMENT, "Status");
    if (commitment == null) {
      throw Fields.missing(COMMITMENT);
    }
    boolean enabled = commitment.requiredChoice("Status", Status.class) == Status.ENABLED;
    writeCommitment(call.answer(), account.changeBillingCommitment(enabled));
  }

  private static void writeCommitment(AnswerWriter answer, BillingCommitment commitment) {
    answer
        .object(COMMITMENT)
        .text("Status", (commitment.enabled() ? Status.ENABLED : Status.DISABLED).name());
    if (commitment.startedAt() != null) {
      answer.time("StartedAt", commitment.startedAt().toEpochMilli());
    }
    if (commitment.endedAt() != null) {
      answer.time("EndedAt", commitment.endedAt().toEpochMilli());
    }
    answer.end();
  }

  private enum Status {
    ENABLED,
    DISABLED
  }
}
