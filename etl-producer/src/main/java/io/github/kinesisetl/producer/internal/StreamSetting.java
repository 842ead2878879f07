// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.Locale;

/** The settings beside the options: which stream a producer writes to, and where that is. */
public enum StreamSetting {
  /** The stream's name. */
  STREAM("must be set", "a name or an ARN", "The stream that `KinesisStream.ofEnvironment` opens."),
  /** The region. */
  REGION("the SDK's chain", "a region's code", "The stream's region."),
  /** Where requests go. */
  ENDPOINT("the region's own", "a URI", "Where requests go instead of to the region's endpoint.");

  private final String defaultText;
  private final String range;
  private final String purpose;

  StreamSetting(String defaultText, String range, String purpose) {
    this.defaultText = defaultText;
    this.range = range;
    this.purpose = purpose;
  }

  /** {@return the name, as options are named} */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return what holds without it, in words} */
  public String defaultText() {
    return defaultText;
  }

  /** {@return what it may be, in words} */
  public String range() {
    return range;
  }

  /** {@return what it is for, a sentence} */
  public String purpose() {
    return purpose;
  }
}
