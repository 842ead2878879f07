// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Failed.Kind;
import io.github.kinesisetl.producer.spi.StreamTraits;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the service's errors mean (<a
 * href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html#API_PutRecords_Errors">PutRecords</a>,
 * <a href="https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html">common</a>).
 */
final class Failures {

  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private static final String DENIED = "AccessDeniedException";
  private static final int TOO_MANY_REQUESTS = 429;

  private static final Set<String> THROTTLED =
      Set.of(
          "ProvisionedThroughputExceededException",
          "KMSThrottlingException",
          "LimitExceededException",
          "ThrottlingException",
          "RequestLimitExceeded");

  /** Errors that sending again cannot mend. */
  private static final Set<String> PERMANENT =
      Set.of(
          "ResourceNotFoundException",
          "InvalidArgumentException",
          "ValidationException",
          DENIED,
          "KMSAccessDeniedException",
          "KMSDisabledException",
          "KMSNotFoundException",
          "KMSOptInRequired",
          "MissingAuthenticationTokenException",
          "UnrecognizedClientException");

  private Failures() {}

  static Failed of(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      String code = service.awsErrorDetails().errorCode();
      return new Failed(code, kind(code, service.statusCode()));
    }
    return new Failed(e.getClass().getSimpleName(), Kind.TRANSIENT);
  }

  static Kind kind(String errorCode, int statusCode) {
    if (THROTTLED.contains(errorCode) || statusCode == TOO_MANY_REQUESTS) {
      return Kind.THROTTLED;
    }
    return PERMANENT.contains(errorCode) ? Kind.PERMANENT : Kind.TRANSIENT;
  }

  static IllegalStateException cannot(String what, String streamName, Exception cause) {
    return new IllegalStateException(
        "cannot %s stream %s: %s".formatted(what, streamName, cause.getMessage()), cause);
  }

  /** A stream that may be written to but not described is taken for one that cannot be asked. */
  static StreamTraits unlessDenied(String streamName, SdkException e) {
    if (of(e).errorCode().equals(DENIED)) {
      return denied(streamName);
    }
    throw cannot("describe", streamName, e);
  }

  static StreamTraits denied(String streamName) {
    log.warn(
        "kinesis:DescribeStreamSummary is denied on stream {}: records of at most 1 MiB are assumed,"
            + " and how it distributes them is not known",
        streamName);
    return StreamTraits.UNKNOWN;
  }

  static boolean isDenied(String errorCode) {
    return errorCode.equals(DENIED);
  }
}
