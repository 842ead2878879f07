// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A queue that gets what is published.
 *
 * @param arn the subscription's own
 * @param topicArn whose messages it gets
 * @param queueArn where they go
 * @param attributes what was set
 * @param filter what its FilterPolicy says
 */
record Subscription(
    String arn,
    String topicArn,
    String queueArn,
    Map<String, String> attributes,
    FilterPolicy filter) {

  static final String RAW = "RawMessageDelivery";
  static final String FILTER = "FilterPolicy";
  static final String SCOPE = "FilterPolicyScope";
  static final String PROTOCOL = "sqs";

  Subscription {
    attributes.forEach(Subscription::requireValid);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  static Subscription of(
      String arn, String topicArn, String queueArn, Map<String, String> attributes) {
    return new Subscription(
        arn, topicArn, queueArn, attributes, FilterPolicy.read(attributes.get(FILTER)));
  }

  Subscription with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(attributes);
    changed.put(name, value);
    if (value.isEmpty()) {
      changed.remove(name);
    }
    return of(arn, topicArn, queueArn, changed);
  }

  boolean isRaw() {
    return Boolean.parseBoolean(attributes.get(RAW));
  }

  private static void requireValid(String name, String value) {
    boolean valid =
        switch (name) {
          case RAW -> value.equals("true") || value.equals("false");
          case SCOPE -> value.equals("MessageAttributes");
          case FILTER -> true;
          default ->
              throw Refusal.invalid(
                  "AttributeName: %s is not supported here; there are %s, %s and %s",
                  name, RAW, FILTER, SCOPE);
        };
    if (!valid) {
      throw Refusal.invalid("Attributes Reason: %s must not have this value here", name);
    }
  }
}
