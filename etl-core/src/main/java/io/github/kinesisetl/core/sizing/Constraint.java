// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/**
 * What one shard can do in a second, from the Kinesis Data Streams page "Quotas and limits".
 *
 * @since 0.1.0
 */
public enum Constraint {
  /** 1,000 entries written. */
  WRITE_ENTRIES("entries written", 1000),
  /** 1 MiB written, partition keys included. */
  WRITE_BYTES("bytes written", 1_048_576),
  /** 2 MiB read by all consumers that share. */
  SHARED_READ_BYTES("bytes read by sharing consumers", 2_097_152),
  /** 2 MiB read by each consumer with enhanced fan-out. */
  FAN_OUT_READ_BYTES("bytes read by each fan-out consumer", 2_097_152);

  private final String words;
  private final double perShard;

  Constraint(String words, double perShard) {
    this.words = words;
    this.perShard = perShard;
  }

  /**
   * The limit.
   *
   * @return entries or bytes a shard and second
   */
  public double perShard() {
    return perShard;
  }

  @Override
  public String toString() {
    return words;
  }
}
