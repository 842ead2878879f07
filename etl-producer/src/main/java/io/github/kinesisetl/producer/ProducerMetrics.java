// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.util.Map;

/**
 * What a producer has done since it was opened. Immutable; the figures are read one after the other
 * while the producer works on.
 *
 * @param events what became of events
 * @param entries what became of entries
 * @param requests requests sent
 * @param bufferedBytes bytes held now
 */
public record ProducerMetrics(Events events, Entries entries, long requests, long bufferedBytes) {

  /**
   * What became of events.
   *
   * @param put events that {@code put} took
   * @param accepted events that the stream has
   * @param rejected events that were given up
   * @param bytes encoded bytes of the events that were put
   */
  public record Events(long put, long accepted, long rejected, long bytes) {}

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
     * All stored bytes.
     *
     * @return their sum over the shards
     */
    public long bytes() {
      return bytesByShard.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
