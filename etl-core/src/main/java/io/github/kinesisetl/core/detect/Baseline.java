// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import org.jspecify.annotations.Nullable;

/** One way to say what is usual: a seasonal profile, or none, plus a slowly following level. */
final class Baseline {
  /** So many cycles a slot must have seen; with one value a slot, that is two. */
  private static final double CYCLES_TO_TRUST = 1.5;

  /** A surprise moves level and profile as if it were at most so many deviations large. */
  private static final double CLIP = 2;

  private final @Nullable SeasonalProfile profile;
  private final Fade levelFade;
  private final Fade lossFade;
  private double level;
  private double loss;
  private double seen;

  private Baseline(@Nullable SeasonalProfile profile, double levelMillis, double lossMillis) {
    this.profile = profile;
    this.levelFade = new Fade(levelMillis);
    this.lossFade = new Fade(lossMillis);
  }

  static Baseline flat(double levelMillis, double lossMillis) {
    return new Baseline(null, levelMillis, lossMillis);
  }

  static Baseline seasonal(SeasonalProfile profile, double levelMillis, double lossMillis) {
    return new Baseline(profile, levelMillis, lossMillis);
  }

  boolean isReady(long time) {
    return profile == null ? seen > 0 : profile.cycles(time) >= CYCLES_TO_TRUST;
  }

  double at(long time) {
    return profile == null ? level : profile.at(time) + level;
  }

  double loss() {
    return loss;
  }

  void learn(long time, double value, double spread, double elapsedMillis) {
    double clip = CLIP * spread;
    if (profile == null && seen == 1 && Math.abs(value) < Math.abs(level)) {
      level = value; // of the first two the smaller one, as a meter's glitch is rarely small
    }
    if (isReady(time)) {
      double error = value - at(time);
      loss += step(lossFade, elapsedMillis) * (Math.min(Math.abs(error), 2 * clip) - loss);
      level += step(levelFade, elapsedMillis) * Math.max(-clip, Math.min(clip, error));
      seen++;
    } else if (profile == null) {
      level = value;
      seen++;
    }
    if (profile != null) {
      profile.learn(time, value - level, profile.cycles(time) < 1 ? Double.MAX_VALUE : clip);
    }
  }

  private double step(Fade fade, double elapsedMillis) {
    return Math.max(1 / (seen + 1), fade.share(elapsedMillis));
  }

  void write(StateWriter writer) {
    if (profile != null) {
      profile.write(writer);
    }
    writer.putDouble(level).putDouble(loss).putDouble(seen);
  }

  void read(StateReader reader) {
    if (profile != null) {
      profile.read(reader);
    }
    level = reader.nextDouble();
    loss = reader.nextDouble();
    seen = reader.nextDouble();
  }
}
