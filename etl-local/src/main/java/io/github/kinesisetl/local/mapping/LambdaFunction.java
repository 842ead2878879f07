// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

/** What a mapping invokes. Must be safe for use by many threads, as lanes invoke side by side. */
@FunctionalInterface
public interface LambdaFunction {

  /**
   * Handles one invocation.
   *
   * @param payload the event in JSON, as AWS Lambda delivers it
   * @return the answer in JSON; empty for none
   * @throws Exception for a failed invocation, whose batch is then delivered again
   */
  byte[] invoke(byte[] payload) throws Exception;
}
