// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

/** The service refused a call as a whole. */
final class CallException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ServiceFailure failure;

  private final String serviceMessage;

  CallException(ServiceFailure failure, String message) {
    super(failure.errorCode() + ": " + message);
    serviceMessage = message;
    this.failure = failure;
  }

  /** What the service said. */
  String serviceMessage() {
    return serviceMessage;
  }

  ServiceFailure failure() {
    return failure;
  }
}
