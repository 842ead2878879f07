// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.stream.Account;

/** Finds out which stream a request is about. */
final class Target {

  private final Account account;

  Target(Account account) {
    this.account = account;
  }

  /** By StreamName, StreamARN, or both. */
  String stream(Fields fields) {
    return account.streamName(fields.text("StreamName"), fields.text("StreamARN"));
  }

  /** By StreamARN alone. */
  String streamByArn(Fields fields) {
    return account.streamName(null, fields.requiredText("StreamARN"));
  }

  static boolean isConsumer(Fields fields) {
    return fields.requiredText("ResourceARN").contains("/consumer/");
  }

  /** By ResourceARN, which here must be a stream's. */
  String streamByResource(Fields fields) {
    if (isConsumer(fields)) {
      throw ErrorCode.INVALID_ARGUMENT.error("ResourceARN must be a stream's, not a consumer's");
    }
    return account.streamName(null, fields.requiredText("ResourceARN"));
  }
}
