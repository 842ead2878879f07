// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.core.metrics.HotKey;
import io.github.kinesisetl.core.metrics.internal.TopKeys;
import java.util.List;

/**
 * Watches for keys that make up much of the events, from a sample of one in {@value #MEAN_GAP}, so
 * that it costs next to nothing. Old samples fade. Safe for use by many threads.
 */
public final class HotKeys {

  static final int MEAN_GAP = 32;

  private static final int KEPT_KEYS = 256;
  private static final int SHOWN_KEYS = 10;

  /** Counts are halved once they come to so many events: what is hot now is what counts. */
  private static final long FADE_EVENTS = 1 << 21;

  private final TopKeys keys = new TopKeys(KEPT_KEYS);

  /** Nothing was sampled yet. */
  public HotKeys() {}

  /** A lane's place in the sample; guarded by the lane's lock. */
  public static final class Sampling {
    private int gap = 1;
    private int random = 0x9E3779B9;

    /** The first event is in the sample. */
    public Sampling() {}

    /**
     * Whether the next event is in the sample. The gaps vary, as events may come in a rhythm.
     *
     * @return true for one in 32
     */
    public boolean next() {
      if (--gap > 0) {
        return false;
      }
      random ^= random << 13; // G. Marsaglia, Xorshift RNGs, 2003
      random ^= random >>> 17;
      random ^= random << 5;
      gap = 1 + (random >>> 1) % (2 * MEAN_GAP - 1);
      return true;
    }
  }

  /**
   * Counts an event that is in the sample for all those that it stands for.
   *
   * @param key its partition key
   */
  public void sampled(String key) {
    keys.offer(key, MEAN_GAP);
    if (keys.total() >= FADE_EVENTS) {
      keys.fade();
    }
  }

  /** A count of n samples stands for as many events as lie around it by chance. */
  List<HotKey> top() {
    return keys.top(SHOWN_KEYS).stream().map(HotKeys::withChance).toList();
  }

  /** Two deviations of what n samples of one in {@value #MEAN_GAP} stand for. */
  private static HotKey withChance(HotKey key) {
    double samples = (double) key.count() / MEAN_GAP;
    long chance = Math.min(key.count() - 1, (long) Math.ceil(2 * MEAN_GAP * Math.sqrt(samples)));
    return new HotKey(
        key.key(), key.count(), Math.min(key.count(), key.error() + chance), key.share());
  }
}
