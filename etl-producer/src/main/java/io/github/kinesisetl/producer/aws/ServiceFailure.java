// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.FailureKind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Why a call of an AWS service, or of one that speaks HTTP, failed: as much as may be logged, and
 * what to do about it. Messages are left out, since they may quote a request. Immutable.
 *
 * @param errorCode the service's own code, such as {@code ValidationException}; {@code HTTP 413} if
 *     it gave none; the exception's simple name if there was no answer
 * @param kind what the failure is about
 * @param isAnswer whether the service answered at all
 */
public record ServiceFailure(String errorCode, FailureKind kind, boolean isAnswer) {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MAX_MESSAGE_CHARS = 500;
  private static final int MAX_CAUSES = 5;

  /** Checks for nulls. */
  public ServiceFailure {
    requireNonNull(errorCode, "errorCode");
    requireNonNull(kind, "kind");
  }

  /**
   * The failure that a client of the SDK threw.
   *
   * @param e what it threw
   * @return by its error code; by its HTTP status if it has none; transient without an answer
   */
  public static ServiceFailure of(SdkException e) {
    int status = e instanceof SdkServiceException answer ? answer.statusCode() : 0;
    if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      String code = answer.awsErrorDetails().errorCode();
      if (code != null) {
        return of(code, status);
      }
    }
    return status > 0 ? ofStatus(status) : notReached(e);
  }

  /**
   * The failure of a call, or of one item of it, that was answered with a code.
   *
   * @param errorCode the service's code; one that is not known goes by the status
   * @param httpStatus the answer's HTTP status; 0 if the code is an item's own
   * @return the failure
   */
  public static ServiceFailure of(String errorCode, int httpStatus) {
    FailureKind kind = ErrorCodes.kind(errorCode);
    if (httpStatus == TOO_MANY_REQUESTS) {
      kind = FailureKind.THROTTLED;
    } else if (httpStatus > 0 && !ErrorCodes.isKnown(errorCode)) {
      kind = ofStatus(httpStatus).kind;
    }
    return new ServiceFailure(errorCode, kind, true);
  }

  /**
   * The failure of an HTTP call, or of one item of it, whose answer has no AWS code, such as
   * OpenSearch's.
   *
   * @param httpStatus the status, which is not one of success
   * @return the failure
   */
  public static ServiceFailure ofStatus(int httpStatus) {
    FailureKind kind =
        switch (httpStatus) {
          case 400, 409, 412, 413, 414, 415, 422, 431 -> FailureKind.ITEM_REFUSED;
          case 401, 402, 403, 404, 405, 406, 407, 410, 451 -> FailureKind.ACCOUNT_REFUSED;
          case 301, 302, 307, 308 -> FailureKind.ACCOUNT_REFUSED; // a wrong endpoint
          case TOO_MANY_REQUESTS -> FailureKind.THROTTLED;
          default -> FailureKind.TRANSIENT;
        };
    return new ServiceFailure("HTTP " + httpStatus, kind, true);
  }

  /**
   * The failure of a call that got no answer.
   *
   * @param e why: a time-out, a connection that broke, no credentials
   * @return the failure, which is transient
   */
  public static ServiceFailure notReached(Exception e) {
    return new ServiceFailure(e.getClass().getSimpleName(), FailureKind.TRANSIENT, false);
  }

  /**
   * Tells of the failure in a sentence for logs and dead letters.
   *
   * @param service the service's name
   * @return such as {@code DynamoDB answered ValidationException} or {@code SQS was not reached:
   *     SdkClientException}
   */
  public String describe(String service) {
    return service + (isAnswer ? " answered " : " was not reached: ") + errorCode;
  }

  /**
   * What it means for entries.
   *
   * @param message what the service or an exception said; left out if it may quote an entry
   */
  EntryResult.Failed toResult(@Nullable String message) {
    boolean mayQuote = kind == FailureKind.ITEM_REFUSED;
    return new EntryResult.Failed(
        errorCode, kind, message == null || mayQuote ? "" : line(message), false);
  }

  /** As one short line. */
  private static String line(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_MESSAGE_CHARS ? line : line.substring(0, MAX_MESSAGE_CHARS) + "...";
  }

  /** The messages of an exception and its causes, without repeating any. */
  static String chain(Throwable thrown) {
    var text = new StringBuilder(String.valueOf(thrown.getMessage()));
    int depth = 0;
    for (Throwable cause = thrown.getCause();
        cause != null && depth < MAX_CAUSES;
        cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (text.indexOf(message) < 0) {
        text.append(": ").append(message);
      }
      depth++;
    }
    return text.toString();
  }
}
