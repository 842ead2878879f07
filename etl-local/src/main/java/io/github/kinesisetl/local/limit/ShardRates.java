// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.limit;

/** What a shard takes and gives in a second. Used by one thread at a time. */
public final class ShardRates {

  private final RateLimit writeEntries = new RateLimit(Limits.WRITE_ENTRIES_PER_SECOND);
  private final RateLimit writeBytes = new RateLimit(Limits.WRITE_BYTES_PER_SECOND);
  private final RateLimit readCalls = new RateLimit(Limits.READ_CALLS_PER_SECOND);
  private final RateLimit readBytes = new RateLimit(Limits.READ_BYTES_PER_SECOND);

  /** Starts with nothing taken. */
  public ShardRates() {}

  /**
   * Tells whether the rates of writing let an entry in; if so, it counts.
   *
   * @param bytes its data and partition key
   * @param nowMillis the time
   * @param options which limits are kept
   * @return whether it may be stored
   */
  public boolean admitWrite(int bytes, long nowMillis, AccountOptions options) {
    if (options.keeps(Limit.WRITE_ENTRIES) && !writeEntries.allows(1, nowMillis)) {
      return false;
    }
    if (options.keeps(Limit.WRITE_BYTES) && !writeBytes.allows(bytes, nowMillis)) {
      return false;
    }
    writeEntries.take(1, nowMillis);
    writeBytes.take(bytes, nowMillis);
    return true;
  }

  /**
   * Tells whether the rates of reading allow a call; if so, it counts.
   *
   * @param nowMillis the time
   * @param options which limits are kept
   * @return whether it may be answered
   */
  public boolean admitRead(long nowMillis, AccountOptions options) {
    if (options.keeps(Limit.READ_CALLS) && !readCalls.allows(1, nowMillis)) {
      return false;
    }
    if (options.keeps(Limit.READ_BYTES) && !readBytes.allows(1, nowMillis)) {
      return false;
    }
    readCalls.take(1, nowMillis);
    return true;
  }

  /**
   * Counts what a call was answered with.
   *
   * @param bytes data and partition keys
   * @param nowMillis the time
   */
  public void countRead(long bytes, long nowMillis) {
    readBytes.take(bytes, nowMillis);
  }
}
