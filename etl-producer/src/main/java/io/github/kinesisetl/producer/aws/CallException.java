// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.producer.spi.EntryResult.Failed.Kind;

/** The service refused a call as a whole. */
final class CallException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String errorCode;
  private final Kind kind;

  CallException(String errorCode, Kind kind, String message) {
    super(errorCode + ": " + message);
    this.errorCode = errorCode;
    this.kind = kind;
  }

  String errorCode() {
    return errorCode;
  }

  Kind kind() {
    return kind;
  }
}
