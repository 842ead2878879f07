// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.store.DetectorState;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.MemoryDetectorStore;
import io.github.kinesisetl.engine.store.SaveResult;
import io.github.kinesisetl.engine.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store that tells what it was asked, and that is down when a test says so. One thread only. */
final class ScriptedDetectorStore implements DetectorStore {

  private final DetectorStore store = new MemoryDetectorStore();
  private final List<Set<String>> loads = new ArrayList<>();
  private final List<String> saves = new ArrayList<>();
  private String downFor = "nobody";
  private boolean savesFail;
  private Runnable beforeNextSave = () -> {};

  /** From now on loads fail that ask for a series; for nobody, they work. */
  void failLoadsOf(String series) {
    downFor = series;
  }

  void failSaves(boolean fail) {
    savesFail = fail;
  }

  /** What somebody else does between a load and the save that follows. */
  void beforeNextSave(Runnable action) {
    beforeNextSave = action;
  }

  /** The series that were asked for, a load each, and forgets them. */
  List<Set<String>> takeLoads() {
    List<Set<String>> taken = List.copyOf(loads);
    loads.clear();
    return taken;
  }

  /** The series that were to be saved, and forgets them. */
  List<String> takeSaves() {
    List<String> taken = List.copyOf(saves);
    saves.clear();
    return taken;
  }

  /** What is stored of a series. */
  DetectorState stored(String series) {
    DetectorState state = store.load(Set.of(series)).get(series);
    if (state == null) {
      throw new AssertionError("nothing is stored of " + series);
    }
    return state;
  }

  @Override
  public Map<String, DetectorState> load(Collection<String> series) {
    loads.add(Set.copyOf(series));
    if (series.contains(downFor)) {
      throw new StoreException("the store is down", null);
    }
    return store.load(series);
  }

  @Override
  public SaveResult save(String series, byte[] state, long loadedVersion) {
    saves.add(series);
    Runnable action = beforeNextSave;
    beforeNextSave = () -> {};
    action.run();
    if (savesFail) {
      throw new StoreException("the store is down", null);
    }
    return store.save(series, state, loadedVersion);
  }
}
