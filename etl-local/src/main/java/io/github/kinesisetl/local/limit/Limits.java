// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.limit;

import java.time.Duration;

/**
 * The quotas of Kinesis Data Streams, as of November 2026.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html">Quotas
 *     and limits</a>
 */
public final class Limits {

  /** One mebibyte. */
  public static final int MIB = 1 << 20;

  /** Entries of one PutRecords. */
  public static final int MAX_PUT_ENTRIES = 500;

  /** Characters of a partition key. */
  public static final int MAX_PARTITION_KEY_CHARS = 256;

  /** Bytes of an entry, its key included, unless the stream allows more. */
  public static final int DEFAULT_MAX_RECORD_BYTES = MIB;

  /** The most that a stream may allow for one entry. */
  public static final int MAX_RECORD_BYTES = 10 * MIB;

  /** Bytes of one PutRecords, keys included, while the stream's entries are bound to 1 MiB. */
  public static final int MAX_PUT_BYTES = 5 * MIB;

  /** Bytes of one PutRecords, keys included, on a stream that allows larger entries. */
  public static final int MAX_LARGE_PUT_BYTES = 10 * MIB;

  /** Entries that a shard takes in a second. */
  public static final int WRITE_ENTRIES_PER_SECOND = 1000;

  /** Bytes that a shard takes in a second. */
  public static final int WRITE_BYTES_PER_SECOND = MIB;

  /** GetRecords calls that a shard answers in a second. */
  public static final int READ_CALLS_PER_SECOND = 5;

  /** Bytes that a shard hands out in a second. */
  public static final int READ_BYTES_PER_SECOND = 2 * MIB;

  /** Entries of one GetRecords answer. */
  public static final int MAX_GET_ENTRIES = 10_000;

  /** Bytes of one GetRecords answer. */
  public static final int MAX_GET_BYTES = 10 * MIB;

  /** How long an iterator lives. */
  public static final Duration ITERATOR_LIFE = Duration.ofMinutes(5);

  /** How long a page token lives. */
  public static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  /** Hours that a new stream keeps its entries, which is also the least. */
  public static final int MIN_RETENTION_HOURS = 24;

  /** Hours that a stream can keep its entries. */
  public static final int MAX_RETENTION_HOURS = 8760;

  /** Shards that UpdateShardCount can ask for. */
  public static final int MAX_SHARDS = 10_000;

  /** Open shards of an account in the largest regions, unless AWS has raised its quota. */
  public static final int ACCOUNT_SHARDS = 20_000;

  /** ON_DEMAND streams of an account, unless AWS has raised its quota. */
  public static final int ON_DEMAND_STREAMS = 50;

  /** Calls of UpdateShardCount for a stream in 24 hours. */
  public static final int UPDATES_PER_DAY = 10;

  /** Tags of a stream. */
  public static final int MAX_TAGS = 50;

  /** Registered consumers of a stream. */
  public static final int MAX_CONSUMERS = 20;

  /** Bytes of one event of a subscription. */
  public static final int EVENT_BYTES = MIB;

  /** How long a subscription lives. */
  public static final Duration SUBSCRIPTION_LIFE = Duration.ofMinutes(5);

  /** How long a new subscription is safe from a newer one. */
  public static final Duration SUBSCRIPTION_GUARD = Duration.ofSeconds(5);

  private Limits() {}
}
