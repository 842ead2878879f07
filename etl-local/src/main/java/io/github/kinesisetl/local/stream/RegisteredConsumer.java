// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.Consumer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A consumer with its subscriptions, of which each shard has at most one. Guarded by its account.
 */
final class RegisteredConsumer {

  private final String name;
  private final Stream stream;
  private final long createdMillis;
  private final long activeFromMillis;
  private final SortedMap<String, String> tags = new TreeMap<>();
  private final Map<String, Subscription> subscriptions = new HashMap<>();

  RegisteredConsumer(String name, Stream stream, long createdMillis, long activeFromMillis) {
    this.name = name;
    this.stream = stream;
    this.createdMillis = createdMillis;
    this.activeFromMillis = activeFromMillis;
  }

  String name() {
    return name;
  }

  String arn() {
    return stream.arn() + "/consumer/" + name + ":" + createdMillis / 1000;
  }

  SortedMap<String, String> tags() {
    return tags;
  }

  Map<String, Subscription> subscriptions() {
    return subscriptions;
  }

  boolean isActive(long nowMillis) {
    return nowMillis >= activeFromMillis;
  }

  Consumer view(long nowMillis) {
    return new Consumer(
        name, arn(), stream.arn(), Instant.ofEpochMilli(createdMillis), isActive(nowMillis));
  }
}
