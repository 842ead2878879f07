// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How many shards a provisioned stream needs, and why. It supposes that keys spread evenly: no
 * number of shards helps one hot key.
 *
 * @param shards at least 1
 * @param binding what asks for the most shards
 * @param demands every constraint at the peak, in the order of {@link Constraint}
 * @param sentences what binds, how much headroom is left, what to do next; for people
 * @since 0.1.0
 */
public record ShardPlan(
    int shards, Constraint binding, List<Demand> demands, List<String> sentences) {
  /** How full a shard is planned unless said otherwise: a fifth is left for uneven keys. */
  public static final double DEFAULT_UTILIZATION = 0.8;

  private static final double READS_PER_SHARD = 5;

  /** What a stream takes unless it was set to take more. */
  private static final double USUAL_ENTRY_BYTES = 1_048_576;

  /** Copies the lists. */
  public ShardPlan {
    Checks.between("shards", shards, 1, Integer.MAX_VALUE);
    demands = List.copyOf(demands);
    sentences = List.copyOf(sentences);
  }

  /**
   * What one constraint asks for.
   *
   * @param constraint which
   * @param perSecond how much at the peak
   * @param shards how many shards that takes at the planned utilization, 0 if nothing is asked
   */
  public record Demand(Constraint constraint, double perSecond, int shards) {}

  /**
   * Plans with shards at most 80 % full at the peak.
   *
   * @param write what is written
   * @param read who reads
   * @return the plan
   */
  public static ShardPlan of(WriteLoad write, ReadLoad read) {
    return of(write, read, DEFAULT_UTILIZATION);
  }

  /**
   * Plans.
   *
   * @param write what is written
   * @param read who reads
   * @param utilization how full a shard may be at the peak, 0.05 to 1
   * @return the plan
   */
  public static ShardPlan of(WriteLoad write, ReadLoad read, double utilization) {
    Checks.between("utilization", utilization, 0.05, 1);
    double bytes = write.peakBytesPerSecond();
    double each = bytes * read.catchUpFactor();
    var demands =
        List.of(
            demand(Constraint.WRITE_ENTRIES, write.peakEntriesPerSecond(), utilization),
            demand(Constraint.WRITE_BYTES, bytes, utilization),
            demand(Constraint.SHARED_READ_BYTES, each * read.sharedConsumers(), utilization),
            demand(
                Constraint.FAN_OUT_READ_BYTES, read.fanOutConsumers() > 0 ? each : 0, utilization));
    // The first of equals: writing binds before reading.
    Demand most = demands.get(0);
    for (Demand demand : demands) {
      most = use(demand) > use(most) ? demand : most;
    }
    int shards = Math.max(1, most.shards());
    return new ShardPlan(shards, most.constraint(), demands, sentences(shards, most, write, read));
  }

  private static Demand demand(Constraint constraint, double perSecond, double utilization) {
    double shards = Math.ceil(perSecond / (constraint.perShard() * utilization) - 1e-9);
    Checks.between("shards", shards, 0, Integer.MAX_VALUE);
    return new Demand(constraint, perSecond, (int) shards);
  }

  private static double use(Demand demand) {
    return demand.perSecond() / demand.constraint().perShard();
  }

  /**
   * How full the busiest limit is at the peak with these shards.
   *
   * @return a share; 1 is full
   */
  public double utilization() {
    return demands.stream()
        .map(ShardPlan::use)
        .max(Comparator.naturalOrder())
        .map(most -> most / shards)
        .orElse(0.0);
  }

  /**
   * How much the load may grow until the busiest limit is reached.
   *
   * @return a factor, 1 or more; infinite if there is no load
   */
  public double headroom() {
    return 1 / utilization();
  }

  private static List<String> sentences(int shards, Demand most, WriteLoad write, ReadLoad read) {
    if (most.perSecond() == 0) {
      return List.of("Nothing is written; a provisioned stream has at least 1 shard.");
    }
    var sentences = new ArrayList<String>();
    double full = use(most) / shards;
    sentences.add(
        String.format(
            Locale.ROOT,
            "%d %s: %s bind, %,.0f a second at the peak where a shard takes %,.0f.",
            shards,
            shards == 1 ? "shard" : "shards",
            most.constraint(),
            most.perSecond(),
            most.constraint().perShard()));
    sentences.add(
        String.format(
            Locale.ROOT,
            "%.0f %% of that is used; the load may grow %.2f times.",
            100 * full,
            1 / full));
    sentences.add(next(most.constraint(), write, read));
    warn(sentences, write, read);
    return sentences;
  }

  private static void warn(List<String> sentences, WriteLoad write, ReadLoad read) {
    if (write.entryBytes() > USUAL_ENTRY_BYTES) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "An entry has %,.0f bytes: raise the stream's largest record size above 1 MiB.",
              write.entryBytes()));
    }
    double reads = read.sharedConsumers() * read.readsPerSecond();
    if (reads > READS_PER_SHARD) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Sharing consumers read each shard %.1f times a second, but 5 are allowed, and more"
                  + " shards do not help: read less often or give some enhanced fan-out.",
              reads));
    }
  }

  private static String next(Constraint binding, WriteLoad write, ReadLoad read) {
    if (binding == Constraint.SHARED_READ_BYTES) {
      return "Next step: give %s of the %d sharing consumers enhanced fan-out."
          .formatted(read.sharedConsumers() > 2 ? "all but two" : "one", read.sharedConsumers());
    }
    if (binding == Constraint.WRITE_ENTRIES && !write.packing().isAggregated()) {
      return "Next step: aggregate; bytes alone need %s shards."
          .formatted(
              (int) Math.ceil(write.peakBytesPerSecond() / Constraint.WRITE_BYTES.perShard()));
    }
    if (write.packing().compressionRatio() <= 1) {
      return "Next step: compress; bytes bind once entries are few.";
    }
    return "Next step: measure the packing again when the data changes.";
  }
}
