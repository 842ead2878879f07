// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.limit;

import java.util.EnumSet;
import java.util.Set;

/** What can be kept as AWS keeps it, or let go. The numbers are in {@link Limits}. */
public enum Limit {
  /** 500 entries of a PutRecords. Kept unless lifted. */
  PUT_ENTRIES(true),
  /** 5 MiB of a PutRecords, or 10 MiB where large entries are allowed. Kept unless lifted. */
  PUT_BYTES(true),
  /** Data and key of an entry, as UpdateMaxRecordSize says. Kept unless lifted. */
  RECORD_BYTES(true),
  /** UpdateShardCount at most doubles and at most halves. Kept unless lifted. */
  SHARD_COUNT_STEP(true),
  /** 20 registered consumers of a stream. Kept unless lifted. */
  CONSUMERS(true),
  /** 1,000 entries a second into a shard. */
  WRITE_ENTRIES(false),
  /** 1 MiB a second into a shard. */
  WRITE_BYTES(false),
  /** 5 calls of GetRecords a second on a shard. */
  READ_CALLS(false),
  /** 2 MiB a second out of a shard. */
  READ_BYTES(false),
  /** 10 calls of UpdateShardCount in 24 hours for a stream. */
  SHARD_COUNT_CALLS(false),
  /** Open shards of all PROVISIONED streams of the account. */
  ACCOUNT_SHARDS(false),
  /** 50 ON_DEMAND streams of the account. */
  ON_DEMAND_STREAMS(false);

  private final boolean keptByDefault;

  Limit(boolean keptByDefault) {
    this.keptByDefault = keptByDefault;
  }

  /**
   * Returns what is kept unless somebody says otherwise.
   *
   * @return a new set
   */
  public static Set<Limit> keptByDefault() {
    Set<Limit> kept = EnumSet.noneOf(Limit.class);
    for (Limit limit : values()) {
      if (limit.keptByDefault) {
        kept.add(limit);
      }
    }
    return kept;
  }
}
