// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What is told of a service's errors: code and status, since messages may quote a request. */
public final class AwsErrors {

  private AwsErrors() {}

  /**
   * Tells of an error without its message.
   *
   * @param service the service's name
   * @param e what its client threw
   * @return its error code, or that it was not reached and the kind of exception
   */
  public static String describe(String service, SdkException e) {
    if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      return service + " answered " + answer.awsErrorDetails().errorCode();
    }
    return service + " was not reached: " + e.getClass().getSimpleName();
  }
}
