// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names a stream: its name within account and region, or its ARN, which also reaches a stream
 * that another account shares. Immutable.
 *
 * @param text as the user wrote it
 * @param region the ARN's region; null for a name
 */
record StreamId(String text, @Nullable String region) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:kinesis:([a-z0-9-]+):[0-9]{12}:stream/(.+)");

  /**
   * Reads a name or an ARN.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static StreamId of(String nameOrArn) {
    Matcher arn = ARN.matcher(nameOrArn);
    boolean isArn = arn.matches();
    if (!NAME.matcher(isArn ? arn.group(2) : nameOrArn).matches()) {
      throw new IllegalArgumentException(
          "the stream must be a name of 1 to 128 of a-z, A-Z, 0-9, _, . and -, or an ARN such as"
              + " arn:aws:kinesis:eu-central-1:123456789012:stream/clicks, but is "
              + nameOrArn);
    }
    return new StreamId(nameOrArn, isArn ? arn.group(1) : null);
  }

  boolean isArn() {
    return region != null;
  }

  /** The name if it is one, for requests that take either. */
  @Nullable String name() {
    return isArn() ? null : text;
  }

  /** The ARN if it is one. */
  @Nullable String arn() {
    return isArn() ? text : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
