// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.sinks.S3Sink;
import org.jspecify.annotations.Nullable;

/** Where dead letters lie, in the forms of the handlers' variable {@code ETL_DEAD_LETTERS}. */
sealed interface SourceAddress {

  /** The forms. */
  String FORMS =
      "kinesis:<stream>, s3://<bucket>/<prefix> or sqs:<queue url>|s3://<bucket>/<prefix>";

  /** What a stream may be called. */
  String STREAM_NAME = "[a-zA-Z0-9_.-]{1,128}";

  /** Letters on a stream. */
  record Stream(String name) implements SourceAddress {}

  /** Letters in objects. */
  record Bucket(S3Sink.Location location) implements SourceAddress {}

  /** Letters in a queue, large ones in objects. */
  record Queue(String url, S3Sink.Location claims) implements SourceAddress {}

  /** Reads an address that an option gives. */
  static SourceAddress parse(String option, String text) {
    try {
      if (text.startsWith("kinesis:") && behindColon(text).matches(STREAM_NAME)) {
        return new Stream(behindColon(text));
      }
      if (text.startsWith("s3:")) {
        return new Bucket(S3Sink.Location.of(text));
      }
      int bar = text.indexOf('|');
      if (text.matches("sqs:https?://.+\\|.+")) {
        return new Queue(
            behindColon(text.substring(0, bar)), S3Sink.Location.of(text.substring(bar + 1)));
      }
    } catch (IllegalArgumentException e) {
      throw unknown(option, text, e);
    }
    throw unknown(option, text, null);
  }

  private static String behindColon(String text) {
    return text.substring(text.indexOf(':') + 1);
  }

  private static IllegalArgumentException unknown(
      String option, String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "%s must be %s, but is %s".formatted(option, FORMS, text), cause);
  }
}
