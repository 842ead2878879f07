// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import io.github.kinesisetl.producer.spi.StreamUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** What is done when a stream cannot be described, or its shards not be listed. */
final class Descriptions {

  private static final Logger log = LoggerFactory.getLogger(Descriptions.class);

  private static final String DENIED = "AccessDeniedException";

  private Descriptions() {}

  static StreamUnavailableException cannot(
      String what, StreamId stream, ServiceFailure failure, Exception cause) {
    return new StreamUnavailableException(
        "cannot %s stream %s: %s".formatted(what, stream, cause.getMessage()),
        failure.kind(),
        cause);
  }

  /** An answer that makes no sense may be better the next time. */
  static StreamUnavailableException malformed(
      String what, StreamId stream, IllegalArgumentException cause) {
    return new StreamUnavailableException(
        "cannot %s stream %s: the answer is malformed: %s"
            .formatted(what, stream, cause.getMessage()),
        FailureKind.TRANSIENT,
        cause);
  }

  /** Streams of before AUTO say nothing: they go by keys. */
  static Distribution distribution(String strategy) {
    return switch (strategy) {
      case "", "USER_PARTITION_KEY" -> Distribution.USER_PARTITION_KEY;
      case "AUTO" -> Distribution.AUTO;
      default -> Distribution.UNKNOWN;
    };
  }

  /** A stream that takes more than this release knows of takes that, too. */
  static int recordBytes(int kibibytes) {
    return Math.min(kibibytes, StreamTraits.MAX_RECORD_BYTES >> 10) << 10;
  }

  /** A stream that may be written to but not described is taken for one that cannot be asked. */
  static StreamTraits unlessDenied(StreamId stream, SdkException e) {
    if (isDenied(ServiceFailure.of(e))) {
      return denied(stream);
    }
    throw cannot("describe", stream, ServiceFailure.of(e), e);
  }

  static StreamTraits denied(StreamId stream) {
    log.warn(
        "kinesis:DescribeStreamSummary is denied on stream {}: records of at most 1 MiB are assumed,"
            + " and how it distributes them is not known",
        stream);
    return StreamTraits.UNKNOWN;
  }

  static boolean isDenied(ServiceFailure failure) {
    return failure.errorCode().equals(DENIED);
  }
}
