// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One topic. The monitor of {@link Topics} guards it. */
final class Topic {

  static final String FIFO = "FifoTopic";
  static final String CONTENT_BASED = "ContentBasedDeduplication";

  private final String name;
  private final String arn;
  private final Map<String, String> attributes = new TreeMap<>();
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private long published;

  Topic(String name, String arn) {
    this.name = name;
    this.arn = arn;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  boolean isFifo() {
    return name.endsWith(".fifo");
  }

  boolean isContentBased() {
    return Boolean.parseBoolean(attributes.get(CONTENT_BASED));
  }

  Map<String, String> attributes() {
    return attributes;
  }

  void set(String name, String value) {
    switch (name) {
      case "DisplayName", "Policy" -> attributes.put(name, value);
      case FIFO, CONTENT_BASED -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw Refusal.invalid("Attributes Reason: %s must be true or false", name);
        }
        attributes.put(name, value);
      }
      default -> throw Refusal.invalid("AttributeName: %s is not supported here", name);
    }
  }

  /** By their ARNs, in the order of subscribing. */
  Map<String, Subscription> subscriptions() {
    return subscriptions;
  }

  /** Twenty digits that grow. */
  String nextSequenceNumber() {
    return "%020d".formatted(10_000_000_000_000_000L + published++);
  }
}
