// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import java.util.Collection;
import java.util.Map;

/**
 * Keeps what detectors learned of series, for whichever instance sees them next. Each save names
 * the version that it goes on from, so that two instances never overwrite each other's learning
 * silently. Implementations are safe for use by many threads, and take any bytes: what they mean is
 * not their business.
 */
public interface DetectorStore {

  /** The version to name when a series has no state yet. */
  long NO_VERSION = 0;

  /**
   * Loads the newest states, with all saves that were answered before.
   *
   * @param series names of any length, in any number
   * @return the state of each that has one
   * @throws StoreException if the store does not answer for all of them
   */
  Map<String, DetectorState> load(Collection<String> series);

  /**
   * Saves a state, if the store still holds the version that was loaded.
   *
   * @param series its name
   * @param state what was learned; the caller must not change it afterwards
   * @param loadedVersion the version that it goes on from: of {@link #load}, of the save before, or
   *     {@link #NO_VERSION} if the store had none
   * @return whether it was saved
   * @throws StoreException if the store does not answer; whether the state is saved is not known
   *     then
   */
  SaveResult save(String series, byte[] state, long loadedVersion);
}
