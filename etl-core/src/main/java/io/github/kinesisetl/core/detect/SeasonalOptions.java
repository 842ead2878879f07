// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a seasonal detector learns and how often it may be wrong. Immutable.
 *
 * @since 0.1.0
 */
public final class SeasonalOptions {
  private final @Nullable Duration interval;
  private final Duration warmUp;
  private final double falseAlarmRate;
  private final double smallestChange;
  private final ZoneOffset zone;

  private SeasonalOptions(Builder builder) {
    this.interval = builder.interval;
    this.warmUp = builder.warmUp;
    this.falseAlarmRate = builder.falseAlarmRate;
    this.smallestChange = builder.smallestChange;
    this.zone = builder.zone;
  }

  /**
   * Options that start from the defaults: interval learned from the first nine values, two days of
   * warm-up, a false alarm rate of 5e-4 a value, changes of at least 1 %, days in UTC.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The defaults, as {@link #builder()} lists them.
   *
   * @return options with nothing changed
   */
  public static SeasonalOptions defaults() {
    return builder().build();
  }

  /**
   * The time between two values.
   *
   * @return the interval, or empty if the detector learns it
   */
  public Optional<Duration> interval() {
    return Optional.ofNullable(interval);
  }

  /**
   * How long nothing counts as an anomaly, from the first value on.
   *
   * @return the time
   */
  public Duration warmUp() {
    return warmUp;
  }

  /**
   * How often an ordinary value may count as a point anomaly.
   *
   * @return a probability
   */
  public double falseAlarmRate() {
    return falseAlarmRate;
  }

  /**
   * The smallest spread that is believed.
   *
   * @return a share of the values' usual size
   */
  public double smallestChange() {
    return smallestChange;
  }

  /**
   * Where a day begins.
   *
   * @return the offset from UTC
   */
  public ZoneOffset zone() {
    return zone;
  }

  /** Collects options; each is checked when it is set. Not safe for use by several threads. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofDays(366);

    private @Nullable Duration interval;
    private Duration warmUp = Duration.ofDays(2);
    private double falseAlarmRate = 5e-4;
    private double smallestChange = 0.01;
    private ZoneOffset zone = ZoneOffset.UTC;

    private Builder() {}

    /**
     * Sets the time between two values instead of learning it.
     *
     * @param interval 1 ms to 366 days
     * @return this builder
     */
    public Builder interval(Duration interval) {
      if (interval.toMillis() < 1 || interval.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("interval must be 1 ms to 366 days, but is " + interval);
      }
      this.interval = interval;
      return this;
    }

    /**
     * Sets how long nothing counts as an anomaly. Whatever is set, at least 128 values must have
     * been seen, and a slot of a season is used after one and a half cycles.
     *
     * @param warmUp 0 to 366 days
     * @return this builder
     */
    public Builder warmUp(Duration warmUp) {
      if (warmUp.isNegative() || warmUp.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("warmUp must be 0 to 366 days, but is " + warmUp);
      }
      this.warmUp = warmUp;
      return this;
    }

    /**
     * Sets how often an ordinary value may count as a point anomaly. Sustained anomalies may be
     * five times as frequent by value, since neighbours there share most of their hours and make
     * one alert.
     *
     * @param falseAlarmRate a probability from 1e-6 to 0.01
     * @return this builder
     */
    public Builder falseAlarmRate(double falseAlarmRate) {
      if (!(falseAlarmRate >= 1e-6 && falseAlarmRate <= 0.01)) {
        throw new IllegalArgumentException(
            "falseAlarmRate must be 1e-6 to 0.01, but is " + falseAlarmRate);
      }
      this.falseAlarmRate = falseAlarmRate;
      return this;
    }

    /**
     * Sets the smallest spread that is believed, so that a series which never changed does not make
     * an anomaly of its first rounding error.
     *
     * @param smallestChange a share of the values' usual size, 0 to 1
     * @return this builder
     */
    public Builder smallestChange(double smallestChange) {
      if (!(smallestChange >= 0 && smallestChange <= 1)) {
        throw new IllegalArgumentException(
            "smallestChange must be 0 to 1, but is " + smallestChange);
      }
      this.smallestChange = smallestChange;
      return this;
    }

    /**
     * Sets where a day begins.
     *
     * @param zone an offset from UTC; a change to daylight saving time shifts the series by an hour
     * @return this builder
     */
    public Builder zone(ZoneOffset zone) {
      this.zone = requireNonNull(zone, "zone");
      return this;
    }

    /**
     * Freezes the options.
     *
     * @return the options
     */
    public SeasonalOptions build() {
      return new SeasonalOptions(this);
    }
  }
}
