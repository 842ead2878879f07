// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket. Any thread may read; the store alone writes, under its lock. */
final class Bucket {

  private final String location;
  private final Instant created;
  private final NavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(KeyOrder.UTF_8);
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  Bucket(String location, Instant created) {
    this.location = location;
    this.created = created;
  }

  String location() {
    return location;
  }

  Instant created() {
    return created;
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  Map<String, Upload> uploads() {
    return uploads;
  }
}
