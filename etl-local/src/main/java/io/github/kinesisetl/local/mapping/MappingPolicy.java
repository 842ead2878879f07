// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

/**
 * The rules of AWS Lambda's event source mapping for streams, without threads, clocks or waiting:
 * what goes into a batch, and what becomes of it after each delivery. Immutable.
 *
 * @param options what the user of the mapping has set
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html">
 *     Lambda parameters for Amazon Kinesis event source mappings</a>
 */
record MappingPolicy(MappingOptions options) {

  private static final long FIRST_BACKOFF_MILLIS = 5;
  private static final long MAX_BACKOFF_MILLIS = 1_000;
  private static final int MAX_DOUBLINGS = 16;

  /** Which of a shard's lanes an entry takes; entries of one key take the same. */
  static int laneOf(String partitionKey, int lanes) {
    return Math.floorMod(partitionKey.hashCode(), lanes);
  }

  /** Whether a batch is full by count. */
  boolean isFull(int entries) {
    return entries >= options.batchSize();
  }

  /** Whether one more entry still fits by its bytes; the first one always does. */
  boolean hasRoom(int entries, long bytes, long bytesOfOneMore) {
    return entries == 0 || bytes + bytesOfOneMore <= InvocationPayload.MAX_BYTES;
  }

  /** Whether an entry is given up for its age. */
  boolean isTooOld(long ageMillis) {
    return !options.maxRecordAge().isZero() && ageMillis > options.maxRecordAge().toMillis();
  }

  /** How many entries, from the first on, an answer counts as done. */
  int done(byte[] answer, Batch batch) {
    return options.reportBatchItemFailures()
        ? InvocationAnswer.firstFailed(answer, batch)
        : batch.entries().size();
  }

  /**
   * Decides what follows a delivery.
   *
   * @param entries how many were delivered
   * @param done how many of them, from the first on, are done; 0 for a failed invocation
   * @param retries how often they had been repeated before without any being done
   * @return the next step, for the entries that are not done
   */
  Step after(int entries, int done, int retries) {
    if (done == entries) {
      return new Step.Finish();
    }
    int repeated = done > 0 ? 0 : retries + 1;
    if (options.maxRetryAttempts() >= 0 && repeated > options.maxRetryAttempts()) {
      return new Step.GiveUp();
    }
    boolean isSplit = options.bisectOnError() && done == 0 && entries > 1;
    return new Step.Repeat(repeated, backoffMillis(repeated), isSplit ? entries / 2 : 0);
  }

  private static long backoffMillis(int retries) {
    return Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(retries, MAX_DOUBLINGS));
  }

  /** What follows a delivery. */
  sealed interface Step {

    /** Nothing: all is done. */
    record Finish() implements Step {}

    /** The rest has failed as often as it may. */
    record GiveUp() implements Step {}

    /**
     * The rest is delivered again.
     *
     * @param retries how often it was repeated, this time included
     * @param backoffMillis how long to wait before
     * @param splitAt how many entries are delivered on their own first, as if they were new, and
     *     the others after them; 0 to deliver all together
     */
    record Repeat(int retries, long backoffMillis, int splitAt) implements Step {}
  }
}
