// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.metrics.HotKey;
import java.util.List;
import java.util.Map;

/**
 * What a producer has done since it was opened. Immutable; the figures are read one after the other
 * while the producer works on.
 *
 * @param events what became of events
 * @param entries what became of entries
 * @param hotKeys the partition keys with the most events of late, the hottest first; estimated from
 *     a sample. Keys may be personal: think before you log them
 * @param requests requests sent
 * @param bufferedBytes bytes held now
 */
public record ProducerMetrics(
    Events events, Entries entries, List<HotKey> hotKeys, long requests, long bufferedBytes) {

  /** Copies the keys. */
  public ProducerMetrics {
    hotKeys = List.copyOf(hotKeys);
  }

  /**
   * How long accepted events took from {@code put} to their result, in milliseconds. The first
   * event of an entry is exact, so the greatest value is; the others of the entry are taken to come
   * at a steady pace.
   *
   * @param p50Millis half of the events took no longer
   * @param p99Millis 99 of 100 events took no longer
   * @param maxMillis no event took longer
   */
  public record Latency(double p50Millis, double p99Millis, double maxMillis) {

    /** Nothing was accepted yet. */
    public static final Latency NONE = new Latency(0, 0, 0);
  }

  /**
   * What became of events.
   *
   * @param put events that {@code put} took
   * @param accepted events that the stream has
   * @param rejected events that were given up
   * @param bytes encoded bytes of the events that were put
   * @param latency how long accepted events took from {@code put} to their result
   */
  public record Events(long put, long accepted, long rejected, long bytes, Latency latency) {}

  /**
   * What became of entries.
   *
   * @param accepted entries that the stream has
   * @param retried entries sent again
   * @param throttled entries that a shard refused for its rate; part of those sent again
   * @param aggregateBytes bytes of the built entries before compression
   * @param bytesByShard stored bytes by shard, keys included: what counts against a shard
   */
  public record Entries(
      long accepted,
      long retried,
      long throttled,
      long aggregateBytes,
      Map<String, Long> bytesByShard) {

    /** Copies the map. */
    public Entries {
      bytesByShard = Map.copyOf(bytesByShard);
    }

    /**
     * How much compression saves.
     *
     * @return bytes of built entries by bytes of stored ones; 0 if none is stored
     */
    public double compressionRatio() {
      long stored = bytes();
      return stored == 0 ? 0 : (double) aggregateBytes / stored;
    }

    /**
     * All stored bytes.
     *
     * @return their sum over the shards
     */
    public long bytes() {
      return bytesByShard.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
