// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One seasonal detector and one alert tracker for each key, with a hard bound on keys: a new key
 * beyond it drops the one that was observed or restored least recently, with all that it learned.
 * Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class KeyedDetectors {
  private final SeasonalOptions options;
  private final AlertPolicy policy;
  private final int maxKeys;
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(); // last used last
  private Consumer<String> beforeEviction = key -> {};
  private long evictions;

  private KeyedDetectors(SeasonalOptions options, AlertPolicy policy, int maxKeys) {
    this.options = options;
    this.policy = policy;
    this.maxKeys = maxKeys;
  }

  /**
   * No keys yet.
   *
   * @param options for every key's detector
   * @param policy for every key's alerts
   * @param maxKeys 1 or more; a key takes about 7 KB
   * @return the detectors
   */
  public static KeyedDetectors of(SeasonalOptions options, AlertPolicy policy, int maxKeys) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be 1 or more, but is " + maxKeys);
    }
    return new KeyedDetectors(
        requireNonNull(options, "options"), requireNonNull(policy, "policy"), maxKeys);
  }

  /**
   * Judges the next value of a key's series.
   *
   * @param key the series
   * @param time the value's own time
   * @param value the value
   * @return its score, and what that does to the key's alerts
   */
  public Observation observe(String key, Instant time, double value) {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(AnomalyDetector.seasonal(options), AlertTracker.of(policy));
    }
    use(key, entry);
    Score score = entry.detector().score(time, value);
    return new Observation(score, entry.tracker().observe(score));
  }

  /**
   * All that a key has learned, for a checkpoint. Asking is no use of the key, so it does not save
   * it from being dropped.
   *
   * @param key the series
   * @return bytes that {@link #restore} reads, or empty if the key is not held
   */
  public Optional<byte[]> state(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(entry ->
            new StateWriter()
                .putBytes(entry.detector().state())
                .putBytes(entry.tracker().state())
                .toByteArray());
  }

  /**
   * Puts a key back to where {@link #state} was taken, with the options and the policy of that
   * time.
   *
   * @param key the series
   * @param state the bytes
   * @throws StateFormatException if the bytes are no state, or of a version unknown here; the key
   *     is then as it was
   */
  public void restore(String key, byte[] state) {
    var reader = new StateReader(state);
    AnomalyDetector detector = AnomalyDetector.restore(reader.nextBytes());
    AlertTracker tracker = AlertTracker.restore(reader.nextBytes());
    reader.requireEnd();
    use(key, new Entry(detector, tracker));
  }

  /**
   * Drops a key, with all that it learned; if it comes again, it starts anew. Not counted among the
   * evictions.
   *
   * @param key the series; may be one that is not held
   */
  public void drop(String key) {
    entries.remove(key);
  }

  /**
   * Sets who hears of each key that is about to be dropped to keep the bound, while its {@link
   * #state} can still be had. Replaces the one before.
   *
   * @param listener gets the key; it may drop that key, and must neither observe nor restore
   */
  public void beforeEviction(Consumer<String> listener) {
    beforeEviction = requireNonNull(listener, "listener");
  }

  /**
   * How many keys are held now.
   *
   * @return 0 to the bound
   */
  public int size() {
    return entries.size();
  }

  /**
   * How many keys can be held.
   *
   * @return the bound, 1 or more
   */
  public int maxKeys() {
    return maxKeys;
  }

  /**
   * How many keys were dropped to keep the bound.
   *
   * @return a count that never falls
   */
  public long evictions() {
    return evictions;
  }

  private void use(String key, Entry entry) {
    entries.remove(requireNonNull(key, "key"));
    if (entries.size() >= maxKeys) {
      String eldest = entries.keySet().iterator().next();
      beforeEviction.accept(eldest);
      entries.remove(eldest);
      evictions++;
    }
    entries.put(key, entry);
  }

  /**
   * What became of one value.
   *
   * @param score what its detector says
   * @param changes what happened to the key's alerts, oldest first; mostly empty
   */
  public record Observation(Score score, List<AlertChange> changes) {
    /** Copies the changes. */
    public Observation {
      changes = List.copyOf(changes);
    }
  }

  private record Entry(AnomalyDetector detector, AlertTracker tracker) {}
}
