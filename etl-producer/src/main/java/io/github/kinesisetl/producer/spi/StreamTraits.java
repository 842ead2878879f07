// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import static java.util.Objects.requireNonNull;

/**
 * What a producer must know of a stream before it writes to it.
 *
 * @param distribution how the stream chooses the shard of an entry
 * @param maxRecordBytes largest entry that the stream takes, key included: 1 to 10 MiB
 */
public record StreamTraits(Distribution distribution, int maxRecordBytes) {

  /**
   * Largest entry of a stream with default settings (<a
   * href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html">limits</a>).
   */
  public static final int DEFAULT_MAX_RECORD_BYTES = 1 << 20;

  /** What is assumed of a stream that cannot be asked. */
  public static final StreamTraits UNKNOWN =
      new StreamTraits(Distribution.UNKNOWN, DEFAULT_MAX_RECORD_BYTES);

  /** Largest entry that any stream takes. */
  public static final int MAX_RECORD_BYTES = 10 << 20;

  /** Checks the size. */
  public StreamTraits {
    requireNonNull(distribution, "distribution");
    if (maxRecordBytes < DEFAULT_MAX_RECORD_BYTES || maxRecordBytes > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "maxRecordBytes must be %d to %d, but is %d"
              .formatted(DEFAULT_MAX_RECORD_BYTES, MAX_RECORD_BYTES, maxRecordBytes));
    }
  }

  /** How a stream chooses the shard of an entry. */
  public enum Distribution {
    /** By partition key or explicit hash key: the classic way. */
    USER_PARTITION_KEY,
    /**
     * As the service likes. Keys mean nothing to it, so no order can be kept, and KCL drops KPL
     * aggregates that it finds on a shard which does not own their keys.
     */
    AUTO,
    /** Nobody could tell. */
    UNKNOWN
  }
}
