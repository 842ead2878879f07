// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.limit.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A consumer's place in a shard, from which entries are fetched as they come. */
public final class Subscription {

  private final Account account;
  private final Stream stream;
  private final Shard shard;
  private final long startedMillis;
  private long position;
  private boolean over;

  Subscription(Account account, Stream stream, Shard shard, long position) {
    this.account = account;
    this.stream = stream;
    this.shard = shard;
    this.position = position;
    this.startedMillis = account.nowMillis();
  }

  /**
   * Takes what has come since the last time.
   *
   * @return the entries, or none if nothing has come
   * @throws KinesisError if the stream was deleted
   */
  public ReadAnswer poll() {
    synchronized (account) {
      long now = account.nowMillis();
      if (account.find(stream.name()) != stream) {
        cancel();
        throw ErrorCode.RESOURCE_NOT_FOUND.error("stream %s was deleted", stream.name());
      }
      account.retention().trim(stream, now);
      EntryReader.Slice slice =
          EntryReader.slice(
              shard, position, new EntryReader.Bounds(Limits.MAX_GET_ENTRIES, Limits.EVENT_BYTES));
      position = slice.next();
      boolean ended = position == shard.log().next() && !shard.isOpen();
      over |= ended || now - startedMillis >= Limits.SUBSCRIPTION_LIFE.toMillis();
      @Nullable String next = ended ? null : shard.numbers().at(position - 1, now);
      return new ReadAnswer(
          slice.entries(),
          next,
          EntryReader.behind(shard, position, now),
          ended ? shard.children().stream().map(Shard::view).toList() : List.of());
    }
  }

  /**
   * Tells whether nothing more will come.
   *
   * @return whether the shard has ended, the time is up, or another one has taken the place
   */
  public boolean isOver() {
    synchronized (account) {
      return over;
    }
  }

  /** Gives the place up. */
  public void cancel() {
    synchronized (account) {
      over = true;
    }
  }

  boolean yieldsAt(long nowMillis) {
    return over || nowMillis - startedMillis >= Limits.SUBSCRIPTION_GUARD.toMillis();
  }
}
