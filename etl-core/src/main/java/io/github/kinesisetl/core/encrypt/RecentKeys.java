// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the keys that were last used, by their wrapped form. Safe for use by many threads.
 *
 * @param <V> what became of a key
 */
final class RecentKeys<V> {

  private final int maxKeys;

  /** The one that was used last stands last; guarded by this. */
  private final Map<ByteBuffer, Kept<V>> keys = new LinkedHashMap<>(16, 0.75f, true);

  RecentKeys(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  synchronized @Nullable V get(ByteBuffer wrapped, Instant now) {
    Kept<V> kept = keys.get(wrapped);
    if (kept == null) {
      return null;
    }
    if (now.isAfter(kept.until)) {
      keys.remove(wrapped);
      return null;
    }
    return kept.value;
  }

  synchronized void put(ByteBuffer wrapped, V value, Instant until) {
    keys.put(wrapped, new Kept<>(value, until));
    if (keys.size() > maxKeys) {
      Iterator<ByteBuffer> eldest = keys.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private record Kept<V>(V value, Instant until) {}
}
