// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import java.util.Arrays;

/**
 * Remembers, by slot of the day, a size of surprise that came on at least two of the recent days: a
 * nightly backup jolts a quiet series every night, and is news only the first times.
 */
final class RecurringSurprise {
  private static final long DAY_MILLIS = 86_400_000;
  private static final float KEPT_PER_DAY = 0.9f;
  private static final float NO_DAY = -1e9f;

  private final long slotMillis;
  private final float[] today;
  private final float[] largest;
  private final float[] second;
  private final float[] day;

  RecurringSurprise(long slotMillis) {
    this.slotMillis = slotMillis;
    int slots = (int) Math.max(1, DAY_MILLIS / slotMillis);
    this.today = new float[slots];
    this.largest = new float[slots];
    this.second = new float[slots];
    this.day = new float[slots];
    Arrays.fill(day, NO_DAY);
  }

  /** The size that came around this time of day on two earlier days, the smaller of the two. */
  double at(long time) {
    int slot = slot(time);
    turnDay(slot, Math.floorDiv(time, DAY_MILLIS));
    return second[slot];
  }

  /** Takes a surprise in; it may come one slot earlier or later the next day. */
  void learn(long time, double size) {
    int slot = slot(time);
    long date = Math.floorDiv(time, DAY_MILLIS);
    for (int i = -1; i <= 1; i++) {
      int near = Math.floorMod(slot + i, today.length);
      turnDay(near, date);
      today[near] = Math.max(today[near], (float) size);
    }
  }

  private void turnDay(int slot, long date) {
    if (day[slot] == date) {
      return;
    }
    float kept = day[slot] == NO_DAY ? 0 : (float) StrictMath.pow(KEPT_PER_DAY, date - day[slot]);
    float faded = largest[slot] * kept;
    largest[slot] = Math.max(faded, today[slot]);
    second[slot] = Math.max(second[slot] * kept, Math.min(faded, today[slot]));
    today[slot] = 0;
    day[slot] = date;
  }

  private int slot(long time) {
    return (int) (Math.floorMod(time, DAY_MILLIS) / slotMillis) % today.length;
  }

  void write(StateWriter writer) {
    writer.putFloats(today).putFloats(largest).putFloats(second).putFloats(day);
  }

  void read(StateReader reader) {
    reader.nextFloats(today);
    reader.nextFloats(largest);
    reader.nextFloats(second);
    reader.nextFloats(day);
  }
}
