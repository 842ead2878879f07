// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that were last used, by their wrapped form. Safe for use by many threads. */
final class OpenedKeys {

  private final int maxKeys;
  private final Duration maxAge;

  /** The one that was used last stands last; guarded by this. */
  private final Map<ByteBuffer, Opened> keys = new LinkedHashMap<>(16, 0.75f, true);

  OpenedKeys(int maxKeys, Duration maxAge) {
    this.maxKeys = maxKeys;
    this.maxAge = maxAge;
  }

  synchronized @Nullable DataKey get(ByteBuffer wrapped, Instant now) {
    Opened opened = keys.get(wrapped);
    if (opened == null) {
      return null;
    }
    if (now.isAfter(opened.since.plus(maxAge))) {
      keys.remove(wrapped);
      return null;
    }
    return opened.key;
  }

  synchronized void put(ByteBuffer wrapped, DataKey key, Instant now) {
    keys.put(wrapped, new Opened(key, now));
    if (keys.size() > maxKeys) {
      Iterator<ByteBuffer> eldest = keys.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private record Opened(DataKey key, Instant since) {}
}
