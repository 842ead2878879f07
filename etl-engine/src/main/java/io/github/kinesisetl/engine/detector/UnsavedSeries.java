// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The series that learned something since they were saved, and how many saves are left in this
 * batch. Not safe for use by several threads.
 */
final class UnsavedSeries {

  private final int maxSaves;
  private final Set<String> changed = new LinkedHashSet<>(); // longest unsaved first
  private final Set<String> changedAlerts = new LinkedHashSet<>(); // a part of those, saved first
  private int savesLeft;

  UnsavedSeries(int maxSaves) {
    this.maxSaves = maxSaves;
    this.savesLeft = maxSaves;
  }

  /** A series learned something, and maybe raised or closed an alert with it. */
  void add(String key, boolean changesAlerts) {
    changed.add(key);
    if (changesAlerts) {
      changedAlerts.add(key);
    }
  }

  boolean contains(String key) {
    return changed.contains(key);
  }

  void remove(String key) {
    changed.remove(key);
    changedAlerts.remove(key);
  }

  /**
   * All of them, in the order in which they are to be saved: first where an alert began or ended,
   * since another instance would raise it once more, then what is unsaved for longest.
   */
  List<String> inOrder() {
    List<String> all = new ArrayList<>(changedAlerts);
    changed.stream().filter(key -> !changedAlerts.contains(key)).forEach(all::add);
    return all;
  }

  boolean maySave() {
    return savesLeft > 0;
  }

  /** Counts an attempt at a save. */
  void saving() {
    savesLeft--;
  }

  /** A batch ends: the next one has all its saves. */
  void endBatch() {
    savesLeft = maxSaves;
  }
}
