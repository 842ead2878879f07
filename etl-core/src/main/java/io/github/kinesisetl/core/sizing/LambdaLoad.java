// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a Lambda function gets from one shard, and what it has to work with. Immutable.
 *
 * <p>Rates are those of a full shard: 1,000 entries or 1 MiB a second.
 *
 * @since 0.1.0
 */
public final class LambdaLoad {
  private final int dataBytes;
  private final int envelopeBytes;
  private final int recordsPerEntry;
  private final double secondsPerRecord;
  private final double fixedSeconds;
  private final double timeoutSeconds;
  private final int memoryMegabytes;
  private final double baseMegabytes;
  private final double liveCopies;
  private final double latencySeconds;

  private LambdaLoad(Builder builder) {
    this.dataBytes = builder.dataBytes;
    this.envelopeBytes = builder.envelopeBytes;
    this.recordsPerEntry = builder.recordsPerEntry;
    this.secondsPerRecord = builder.secondsPerRecord;
    this.fixedSeconds = builder.fixedSeconds;
    this.timeoutSeconds = builder.timeoutSeconds;
    this.memoryMegabytes = builder.memoryMegabytes;
    this.baseMegabytes = builder.baseMegabytes;
    this.liveCopies = builder.liveCopies;
    this.latencySeconds = builder.latencySeconds;
  }

  /**
   * The defaults: an envelope of 590 bytes, one record an entry, 5 ms fixed time, 60 s timeout,
   * 1,769 MB (one vCPU), 110 MB in use before the first record, 5 copies of the data alive, 60 s
   * latency.
   *
   * @param dataBytes the mean size of an entry's data, 0 to 10 MiB
   * @param timePerRecord CPU time for one record, on one vCPU
   * @return a new builder
   */
  public static Builder builder(int dataBytes, Duration timePerRecord) {
    return new Builder(dataBytes, timePerRecord);
  }

  /** What one entry takes of the payload: envelope and base64. */
  long payloadBytesPerEntry() {
    return envelopeBytes + 4L * ((dataBytes + 2) / 3);
  }

  int dataBytes() {
    return dataBytes;
  }

  int recordsPerEntry() {
    return recordsPerEntry;
  }

  /** A vCPU is 1,769 MB; more than one does not help a record. */
  double secondsPerEntry() {
    return recordsPerEntry * secondsPerRecord / Math.min(memoryMegabytes / 1769.0, 1);
  }

  double fixedSeconds() {
    return fixedSeconds;
  }

  double timeoutSeconds() {
    return timeoutSeconds;
  }

  double latencySeconds() {
    return latencySeconds;
  }

  double freeMemoryBytes() {
    return (0.85 * memoryMegabytes - baseMegabytes) * 1_048_576;
  }

  double memoryBytesPerEntry() {
    return 2.0 * payloadBytesPerEntry() + liveCopies * dataBytes;
  }

  /**
   * Collects the load; each value is checked when it is set. Not safe for use by several threads.
   */
  public static final class Builder {
    /** Fixed JSON and comma 276, twice a sequence number of 56, shard id 20, timestamp 14. */
    private static final int ENVELOPE_BYTES = 276 + 2 * 56 + 20 + 14;

    private final int dataBytes;
    private final double secondsPerRecord;
    private int envelopeBytes = 590;
    private int recordsPerEntry = 1;
    private double fixedSeconds = 0.005;
    private double timeoutSeconds = 60;
    private int memoryMegabytes = 1769;
    private double baseMegabytes = 110;
    private double liveCopies = 5;
    private double latencySeconds = 60;

    private Builder(int dataBytes, Duration timePerRecord) {
      Checks.between("dataBytes", dataBytes, 0, WriteLoad.MAX_ENTRY_BYTES);
      this.dataBytes = dataBytes;
      this.secondsPerRecord = seconds("timePerRecord", timePerRecord, 1e-9, 900);
    }

    /**
     * Sets the names from which the envelope's size follows.
     *
     * @param partitionKey a typical partition key
     * @param streamArn the stream's ARN
     * @param roleArn the ARN of the function's role
     * @param region the region's code
     * @return this builder
     */
    public Builder names(String partitionKey, String streamArn, String roleArn, String region) {
      this.envelopeBytes =
          ENVELOPE_BYTES
              + (partitionKey + streamArn + roleArn + region)
                  .getBytes(StandardCharsets.UTF_8)
                  .length;
      return this;
    }

    /**
     * Sets how many records an entry holds.
     *
     * @param recordsPerEntry 1 to 1,000,000
     * @return this builder
     */
    public Builder recordsPerEntry(int recordsPerEntry) {
      Checks.between("recordsPerEntry", recordsPerEntry, 1, 1e6);
      this.recordsPerEntry = recordsPerEntry;
      return this;
    }

    /**
     * Sets what an invocation takes before its first record.
     *
     * @param fixedTime more than 0 to 900 s
     * @return this builder
     */
    public Builder fixedTime(Duration fixedTime) {
      this.fixedSeconds = seconds("fixedTime", fixedTime, 1e-9, 900);
      return this;
    }

    /**
     * Sets the function's timeout. Half of it is planned for, so that one slow invocation fits.
     *
     * @param timeout 1 to 900 s
     * @return this builder
     */
    public Builder timeout(Duration timeout) {
      this.timeoutSeconds = seconds("timeout", timeout, 1, 900);
      return this;
    }

    /**
     * Sets the function's memory, and with it its CPU.
     *
     * @param memoryMegabytes 128 to 10,240
     * @return this builder
     */
    public Builder memoryMegabytes(int memoryMegabytes) {
      Checks.between("memoryMegabytes", memoryMegabytes, 128, 10_240);
      this.memoryMegabytes = memoryMegabytes;
      return this;
    }

    /**
     * Sets what the function holds in memory.
     *
     * @param baseMegabytes before the first record, 0 to 10,240; 65 to 110 were measured
     * @param liveCopies how many copies of a batch's data live at once, 0 to 100; 1 to 5 were
     *     measured
     * @return this builder
     */
    public Builder memoryUse(double baseMegabytes, double liveCopies) {
      Checks.between("baseMegabytes", baseMegabytes, 0, 10_240);
      Checks.between("liveCopies", liveCopies, 0, 100);
      this.baseMegabytes = baseMegabytes;
      this.liveCopies = liveCopies;
      return this;
    }

    /**
     * Sets how old a record may be when it is done.
     *
     * @param latency 1 ms to 1 h
     * @return this builder
     */
    public Builder latency(Duration latency) {
      this.latencySeconds = seconds("latency", latency, 0.001, 3600);
      return this;
    }

    private static double seconds(String name, Duration time, double lowest, double highest) {
      double seconds = time.getSeconds() + time.getNano() / 1e9;
      Checks.between(name + " in seconds", seconds, lowest, highest);
      return seconds;
    }

    /**
     * Freezes the load.
     *
     * @return the load
     */
    public LambdaLoad build() {
      return new LambdaLoad(this);
    }
  }
}
