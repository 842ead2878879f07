// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import io.github.kinesisetl.local.stream.Account;
import java.time.Duration;

/**
 * What a function is told of itself.
 *
 * @param name its name
 * @param region where it runs
 * @param timeout how long an invocation may take
 */
record FunctionEnvironment(String name, String region, Duration timeout) {

  /**
   * Not AWS Lambda's default of three seconds: nothing here cuts an invocation off, and a handler
   * that looks at its time should not give up because a build machine is slow.
   */
  static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  String arn() {
    return "arn:aws:lambda:%s:%s:function:%s".formatted(region, Account.ID, name);
  }
}
