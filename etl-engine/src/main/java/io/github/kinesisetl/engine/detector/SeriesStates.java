// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.StateFormatException;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.store.DetectorState;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.SaveResult;
import io.github.kinesisetl.engine.store.SaveResult.Saved;
import io.github.kinesisetl.engine.store.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps detectors in step with their store: each series is looked up when it is first seen in a
 * batch, together with those that are likely to follow, and saved at the end of one. Not safe for
 * use by several threads.
 *
 * <p>It is looked up in each batch, since Lambda, say, gives the batches of a shard to whichever
 * instance is free: one that went on with what it had in memory would not know of the batches of
 * the others. Those that are likely to follow are those that it was last seen with, so what is
 * looked up in vain is at most what was seen before.
 */
final class SeriesStates {

  private static final int LOADED_TOGETHER = 100;

  private final KeyedDetectors detectors;
  private final DetectorStore store;
  private final EtlMetrics metrics;
  private final Predicate<String> isAlertWritten;
  private final Map<String, Long> versions = new HashMap<>(); // of all series that are held
  private final UnsavedSeries unsaved;
  private final StoreTroubles troubles;
  private final Set<String> current = new LinkedHashSet<>(); // looked up since the last end
  private final Set<String> seen = new LinkedHashSet<>(); // since the last end
  private final Map<String, Set<String>> companions = new HashMap<>(); // last seen with a series

  SeriesStates(
      KeyedDetectors detectors,
      DetectorStore store,
      int maxSaves,
      EtlMetrics metrics,
      Predicate<String> isAlertWritten) {
    this.detectors = detectors;
    this.store = store;
    this.unsaved = new UnsavedSeries(maxSaves);
    this.troubles = new StoreTroubles(metrics);
    this.metrics = metrics;
    this.isAlertWritten = isAlertWritten;
    detectors.beforeEviction(this::evict);
  }

  /** Tells which series are about to be seen, so that they are looked up together. */
  void expect(Collection<String> keys) {
    Set<String> together = new LinkedHashSet<>(keys);
    together.forEach(key -> companions.put(key, together));
  }

  /**
   * Makes sure that what is held of a series is the newest that there is.
   *
   * @throws StoreException if the store does not answer; nothing changed then
   */
  void lookUp(String key) {
    if (!current.contains(key)) {
      load(key);
    }
    seen.add(key);
  }

  private void load(String key) {
    Set<String> together = companions.getOrDefault(key, new LinkedHashSet<>());
    Set<String> wanted = with(key, together);
    Map<String, DetectorState> found = store.load(wanted);
    metrics.count(MetricNames.DETECTOR_LOADS, wanted.size());
    together.removeAll(wanted);
    wanted.forEach(each -> adopt(each, found.get(each)));
  }

  /** A series and the next of those that it was seen with, as many as are looked up at once. */
  private Set<String> with(String key, Set<String> together) {
    Set<String> wanted = new LinkedHashSet<>();
    int most = Math.min(LOADED_TOGETHER, detectors.maxKeys()) - 1;
    for (Iterator<String> i = together.iterator(); i.hasNext() && wanted.size() < most; ) {
      String next = i.next();
      if (!next.equals(key) && !current.contains(next)) {
        wanted.add(next);
      }
    }
    wanted.add(key); // the last, so that it is used last
    return wanted;
  }

  /** Remembers that a series learned something, and maybe raised or closed an alert with it. */
  void learned(String key, boolean changesAlerts) {
    unsaved.add(key, changesAlerts);
  }

  /** Saves what changed, as far as time and bound allow. */
  void save(BooleanSupplier hasTime) {
    for (String key : unsaved.inOrder()) {
      if (!unsaved.maySave() || !troubles.canSave() || !hasTime.getAsBoolean()) {
        return;
      }
      save(key);
    }
  }

  /** Ends a batch: tells what went wrong, once each, and looks up anew from here on. */
  void end(FailureLog log, String batchId) {
    troubles.endBatch(log, batchId);
    unsaved.endBatch();
    companions.keySet().retainAll(versions.keySet());
    expect(seen);
    seen.clear();
    current.clear();
  }

  private void adopt(String key, @Nullable DetectorState stored) {
    long version = stored == null ? DetectorStore.NO_VERSION : stored.version();
    if (stored != null && version != versions.getOrDefault(key, DetectorStore.NO_VERSION)) {
      if (unsaved.contains(key)) {
        metrics.count(MetricNames.DETECTOR_CONFLICTS, 1);
      }
      forget(key);
      restore(key, stored);
    }
    versions.put(key, version);
    companions.remove(key);
    current.add(key);
  }

  private void restore(String key, DetectorState stored) {
    try {
      detectors.restore(key, stored.bytes());
    } catch (StateFormatException e) {
      troubles.unreadable();
    }
  }

  /** Saves a series; false if it is not saved. */
  private boolean save(String key) {
    Optional<byte[]> state = detectors.state(key);
    SaveResult result;
    unsaved.saving();
    try {
      long loaded = versions.getOrDefault(key, DetectorStore.NO_VERSION);
      result = store.save(key, state.orElseThrow(), loaded);
    } catch (StoreException e) {
      troubles.saveFailed(e.getMessage());
      return false;
    }
    if (result instanceof Saved saved) {
      metrics.count(MetricNames.DETECTOR_SAVES, 1);
      versions.put(key, saved.version());
      unsaved.remove(key);
      return true;
    }
    metrics.count(MetricNames.DETECTOR_CONFLICTS, 1);
    forget(key);
    return true;
  }

  /** Another instance went on with the series, so what is held here is of no use. */
  private void forget(String key) {
    detectors.drop(key);
    release(key);
  }

  private void release(String key) {
    versions.remove(key);
    current.remove(key);
    seen.remove(key);
    unsaved.remove(key);
  }

  /** A series makes room: what it learned is saved, unless it must not or cannot be now. */
  private void evict(String key) {
    boolean mayBeSaved = unsaved.maySave() && troubles.canSave();
    if (unsaved.contains(key) && !(mayBeSaved && isAlertWritten.test(key) && save(key))) {
      troubles.lost();
    }
    release(key);
  }
}
