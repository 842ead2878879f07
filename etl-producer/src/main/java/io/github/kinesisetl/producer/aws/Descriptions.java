// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.producer.spi.StreamTraits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** What is done when a stream cannot be described, or its shards not be listed. */
final class Descriptions {

  private static final Logger log = LoggerFactory.getLogger(Descriptions.class);

  private static final String DENIED = "AccessDeniedException";

  private Descriptions() {}

  static IllegalStateException cannot(String what, String streamName, Exception cause) {
    return new IllegalStateException(
        "cannot %s stream %s: %s".formatted(what, streamName, cause.getMessage()), cause);
  }

  /** A stream that may be written to but not described is taken for one that cannot be asked. */
  static StreamTraits unlessDenied(String streamName, SdkException e) {
    if (isDenied(ServiceFailure.of(e))) {
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

  static boolean isDenied(ServiceFailure failure) {
    return failure.errorCode().equals(DENIED);
  }
}
