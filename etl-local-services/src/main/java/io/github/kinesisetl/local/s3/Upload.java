// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A multipart upload under way. Any thread may read; the store alone writes, under its lock. */
final class Upload {

  private final String key;
  private final Attributes attributes;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final boolean fullObjectChecksum;
  private final NavigableMap<Integer, StoredObject> parts = new ConcurrentSkipListMap<>();

  Upload(
      String key,
      Attributes attributes,
      @Nullable ChecksumAlgorithm algorithm,
      boolean fullObjectChecksum) {
    this.key = key;
    this.attributes = attributes;
    this.algorithm = algorithm;
    this.fullObjectChecksum = fullObjectChecksum;
  }

  String key() {
    return key;
  }

  Attributes attributes() {
    return attributes;
  }

  /** What every part and the object are summed with, or null if the client did not say. */
  @Nullable ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  boolean hasFullObjectChecksum() {
    return fullObjectChecksum;
  }

  NavigableMap<Integer, StoredObject> parts() {
    return parts;
  }

  /** What it costs, parts and all. */
  long cost() {
    long cost = 2L * key.length() + attributes.bytes() + 256;
    for (StoredObject part : parts.values()) {
      cost += part.cost("");
    }
    return cost;
  }
}
