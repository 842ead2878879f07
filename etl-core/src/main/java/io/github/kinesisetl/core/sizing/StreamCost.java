// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import io.github.kinesisetl.core.sizing.PriceList.Price;
import java.util.Locale;

/**
 * What a stream costs in a month of 730 hours, in US dollars, by the mean load. Left out: enhanced
 * fan-out, retention above 24 hours, On-demand Advantage, data transfer and taxes.
 *
 * @param mode provisioned or on-demand
 * @param capacity shard hours or stream hours
 * @param writing PUT payload units (each entry rounded up to 25 KiB) or gigabytes in (each entry
 *     rounded up to 1 KiB)
 * @param reading gigabytes out; 0 for a provisioned stream
 * @param prices by which list
 * @since 0.1.0
 */
public record StreamCost(
    Mode mode, double capacity, double writing, double reading, PriceList prices) {
  private static final double HOURS = 730;
  private static final double SECONDS = HOURS * 3600;
  private static final double GB = 1024.0 * 1024 * 1024;
  private static final double PUT_UNIT_BYTES = 25 * 1024;

  /** How a stream's capacity is billed. */
  public enum Mode {
    /** By shards. */
    PROVISIONED,
    /** By stream and gigabytes (On-demand Standard). */
    ON_DEMAND
  }

  /**
   * The cost of a provisioned stream.
   *
   * @param write what is written; its mean counts, not its peak
   * @param shards 1 or more, as planned for the peak
   * @param prices by which list
   * @return the cost
   */
  public static StreamCost provisioned(WriteLoad write, int shards, PriceList prices) {
    Checks.between("shards", shards, 1, Integer.MAX_VALUE);
    double units = write.entriesPerSecond() * SECONDS * roundedUp(write, PUT_UNIT_BYTES);
    return new StreamCost(
        Mode.PROVISIONED,
        shards * HOURS * prices.usd(Price.SHARD_HOUR),
        units / 1e6 * prices.usd(Price.MILLION_PUT_UNITS),
        0,
        prices);
  }

  /**
   * The cost of an on-demand stream.
   *
   * @param write what is written; its mean counts, not its peak
   * @param sharedConsumers how many read all of it without enhanced fan-out, 0 to 1,000
   * @param prices by which list
   * @return the cost
   */
  public static StreamCost onDemand(WriteLoad write, int sharedConsumers, PriceList prices) {
    Checks.between("sharedConsumers", sharedConsumers, 0, 1000);
    double entries = write.entriesPerSecond() * SECONDS;
    double gigabytesIn = entries * roundedUp(write, 1024) * 1024 / GB;
    double gigabytesOut = entries * write.entryBytes() / GB * sharedConsumers;
    return new StreamCost(
        Mode.ON_DEMAND,
        HOURS * prices.usd(Price.STREAM_HOUR),
        gigabytesIn * prices.usd(Price.GB_IN),
        gigabytesOut * prices.usd(Price.GB_OUT),
        prices);
  }

  private static double roundedUp(WriteLoad write, double unitBytes) {
    return Math.max(1, Math.ceil(write.entryBytes() / unitBytes));
  }

  /**
   * All of it.
   *
   * @return US dollars a month
   */
  public double total() {
    return capacity + writing + reading;
  }

  /**
   * The cost for people.
   *
   * @return a sentence with the date of the prices
   */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s: $%.2f a month (capacity %.2f, writing %.2f, reading %.2f; %s prices of %s, to be checked).",
        mode == Mode.PROVISIONED ? "Provisioned" : "On-demand",
        total(),
        capacity,
        writing,
        reading,
        prices.region(),
        prices.asOf());
  }
}
