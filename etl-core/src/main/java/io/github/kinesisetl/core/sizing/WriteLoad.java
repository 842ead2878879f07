// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

/**
 * What is written to a stream.
 *
 * <p>An aggregate's size is estimated as 20 bytes (magic number and MD5), and for each record its
 * data, its partition key and 11 bytes of protobuf: the case of all keys distinct. Partition keys
 * count against a shard's bytes, so each entry's own key is added too.
 *
 * @param recordsPerSecond the mean rate before packing, 0 to 1e9
 * @param bytesPerRecord the mean size of a record's data before packing, 0 to 10 MiB
 * @param partitionKeyBytes the mean UTF-8 length of a partition key, 1 to 1,024 (256 characters)
 * @param peakFactor the highest rate that must get through by the mean rate, 1 to 1,000
 * @param packing how records become entries
 * @since 0.1.0
 */
public record WriteLoad(
    double recordsPerSecond,
    double bytesPerRecord,
    double partitionKeyBytes,
    double peakFactor,
    Packing packing) {

  /** The largest entry that a stream can be set to take: 10 MiB, key included. */
  public static final double MAX_ENTRY_BYTES = 10 * 1_048_576;

  private static final double AGGREGATE_BYTES = 20;
  private static final double AGGREGATE_BYTES_PER_RECORD = 11;

  /** Checks the ranges, and that an entry fits. */
  public WriteLoad {
    Checks.between("recordsPerSecond", recordsPerSecond, 0, 1e9);
    Checks.between("bytesPerRecord", bytesPerRecord, 0, MAX_ENTRY_BYTES);
    Checks.between("partitionKeyBytes", partitionKeyBytes, 1, 1024);
    Checks.between("peakFactor", peakFactor, 1, 1000);
    double entry = entryBytes(bytesPerRecord, partitionKeyBytes, packing);
    if (entry > MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "entry must have at most %.0f bytes, but has %.0f; pack fewer records into one"
              .formatted(MAX_ENTRY_BYTES, entry));
    }
  }

  /**
   * A load without peaks and packing, with keys of 16 bytes.
   *
   * @param recordsPerSecond the mean rate
   * @param bytesPerRecord the mean size of a record's data
   * @return the load
   */
  public static WriteLoad of(double recordsPerSecond, double bytesPerRecord) {
    return new WriteLoad(recordsPerSecond, bytesPerRecord, 16, 1, Packing.none());
  }

  /**
   * The same records, packed otherwise.
   *
   * @param other how records become entries
   * @return the load
   */
  public WriteLoad packedAs(Packing other) {
    return new WriteLoad(recordsPerSecond, bytesPerRecord, partitionKeyBytes, peakFactor, other);
  }

  /**
   * The same load with another peak.
   *
   * @param factor the highest rate by the mean rate
   * @return the load
   */
  public WriteLoad peakingAt(double factor) {
    return new WriteLoad(recordsPerSecond, bytesPerRecord, partitionKeyBytes, factor, packing);
  }

  /**
   * The mean size of an entry as it counts against limits.
   *
   * @return bytes, key included
   */
  public double entryBytes() {
    return entryBytes(bytesPerRecord, partitionKeyBytes, packing);
  }

  /**
   * The mean rate of entries.
   *
   * @return entries a second, without the peak factor
   */
  public double entriesPerSecond() {
    return recordsPerSecond / packing.recordsPerEntry();
  }

  double peakEntriesPerSecond() {
    return entriesPerSecond() * peakFactor;
  }

  double peakBytesPerSecond() {
    return peakEntriesPerSecond() * entryBytes();
  }

  private static double entryBytes(double data, double key, Packing packing) {
    double plain = data;
    if (packing.isAggregated()) {
      double perRecord = data + key + AGGREGATE_BYTES_PER_RECORD;
      plain = AGGREGATE_BYTES + packing.recordsPerEntry() * perRecord;
    }
    return plain / packing.compressionRatio() + key;
  }
}
