// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.limit.Limits;
import java.util.ArrayList;
import java.util.List;

/** Reads entries: GetShardIterator and GetRecords. Safe for use by many threads. */
public final class EntryReader {

  private static final String KIND = "iterator";
  private static final int FIELDS = 6;

  private final Account account;

  /**
   * Reads from an account.
   *
   * @param account the account
   */
  public EntryReader(Account account) {
    this.account = account;
  }

  /**
   * Makes an iterator.
   *
   * @param streamName the stream
   * @param shardId one of its shards
   * @param start where it begins
   * @return the iterator, good for {@link Limits#ITERATOR_LIFE}
   */
  public String iterator(String streamName, String shardId, Position start) {
    synchronized (account) {
      Stream stream = trimmed(account.requireReadable(streamName));
      Shard shard = stream.requireShard(shardId);
      return iterator(stream, shard, start.in(shard, account.nowMillis()));
    }
  }

  /**
   * Reads on from an iterator. An iterator that points at trimmed entries goes on at the oldest one
   * that is left.
   *
   * @param iterator from {@link #iterator} or from an earlier answer
   * @param limit the most entries to return, 1 to {@link Limits#MAX_GET_ENTRIES}
   * @return at most that many entries and {@link Limits#MAX_GET_BYTES} bytes, but at least one
   *     entry if there is one
   */
  public ReadAnswer read(String iterator, int limit) {
    if (limit < 1 || limit > Limits.MAX_GET_ENTRIES) {
      throw ErrorCode.VALIDATION.error(
          "Limit must be 1 to %d, but is %d", Limits.MAX_GET_ENTRIES, limit);
    }
    Token token = Token.parse(iterator, KIND, FIELDS);
    if (token == null) {
      throw ErrorCode.INVALID_ARGUMENT.error("ShardIterator is not one that GetShardIterator made");
    }
    synchronized (account) {
      return read(token, limit);
    }
  }

  private ReadAnswer read(Token token, int limit) {
    long now = account.nowMillis();
    Stream stream = trimmed(account.requireReadable(token.text(5)));
    if (token.number(1) != stream.createdMillis() || token.number(3) < 0) {
      throw ErrorCode.INVALID_ARGUMENT.error("ShardIterator belongs to another stream");
    }
    if (now - token.number(4) > Limits.ITERATOR_LIFE.toMillis()) {
      throw ErrorCode.EXPIRED_ITERATOR.error(
          "iterator expired: it was made more than %d minutes ago; get a new one",
          Limits.ITERATOR_LIFE.toMinutes());
    }
    Shard shard = stream.requireShard(Shard.idOf((int) token.number(2)));
    if (!shard.rates().admitRead(now, account.options())) {
      throw ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED.error(
          "rate exceeded for shard %s in stream %s: at most %d calls and 2 MiB a second",
          shard.id(), stream.name(), Limits.READ_CALLS_PER_SECOND);
    }
    Slice slice = slice(shard, token.number(3), new Bounds(limit, Limits.MAX_GET_BYTES));
    shard.rates().countRead(slice.bytes, now);
    boolean ended = slice.next == shard.log().next() && !shard.isOpen();
    return new ReadAnswer(
        slice.entries,
        ended ? null : iterator(stream, shard, slice.next),
        behind(shard, slice.next, now),
        ended ? shard.children().stream().map(Shard::view).toList() : List.of());
  }

  /** Cuts the next entries out of a shard, within count and bytes. */
  static Slice slice(Shard shard, long from, Bounds bounds) {
    ShardLog log = shard.log();
    long position = Math.max(log.first(), Math.min(from, log.next()));
    var slice = new Slice();
    while (position < log.next() && slice.entries.size() < bounds.entries()) {
      StoredEntry entry = log.get(position);
      long bytes = entry.data().length + (long) entry.partitionKey().length();
      if (!slice.entries.isEmpty() && slice.bytes + bytes > bounds.bytes()) {
        break;
      }
      String number = shard.numbers().at(position, entry.arrivalMillis());
      slice.entries.add(new DeliveredEntry(entry, number));
      slice.bytes += bytes;
      position++;
    }
    slice.next = position;
    return slice;
  }

  /** How far the entry at a position lies back; never 0 while there is one. */
  static long behind(Shard shard, long position, long nowMillis) {
    if (position >= shard.log().next()) {
      return 0;
    }
    return Math.max(1, nowMillis - shard.log().get(position).arrivalMillis());
  }

  private Stream trimmed(Stream stream) {
    account.retention().trim(stream, account.nowMillis());
    return stream;
  }

  private String iterator(Stream stream, Shard shard, long position) {
    return Token.of(
        KIND, stream.createdMillis(), shard.index(), position, account.nowMillis(), stream.name());
  }

  /** The most that a slice may hold; one entry may exceed the bytes. */
  record Bounds(int entries, long bytes) {}

  /** Entries in a row, and the position behind them. */
  static final class Slice {
    private final List<DeliveredEntry> entries = new ArrayList<>();
    private long bytes;
    private long next;

    List<DeliveredEntry> entries() {
      return entries;
    }

    long next() {
      return next;
    }
  }
}
