// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import io.github.kinesisetl.engine.store.SaveResult.Saved;
import io.github.kinesisetl.engine.store.SaveResult.Superseded;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps states in the memory of this JVM: for tests, and for several handlers in one process. It
 * has no bound. Safe for use by many threads.
 */
public final class MemoryDetectorStore implements DetectorStore {

  private final Map<String, DetectorState> states = new HashMap<>(); // guarded by this

  /** A store without states. */
  public MemoryDetectorStore() {}

  @Override
  public synchronized Map<String, DetectorState> load(Collection<String> series) {
    Map<String, DetectorState> found = new HashMap<>(states);
    found.keySet().retainAll(series);
    return found;
  }

  @Override
  public synchronized SaveResult save(String series, byte[] state, long loadedVersion) {
    DetectorState held = states.get(series);
    if ((held == null ? NO_VERSION : held.version()) != loadedVersion) {
      return new Superseded();
    }
    states.put(series, new DetectorState(state, loadedVersion + 1));
    return new Saved(loadedVersion + 1);
  }
}
