// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.ShardView;
import io.github.kinesisetl.local.limit.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the shards of a stream. Safe for use by many threads. */
public final class ShardCatalog {

  private static final String KIND = "shards";
  private static final int FIELDS = 6;

  private final Account account;

  /**
   * Shows the shards of an account's streams.
   *
   * @param account the account
   */
  public ShardCatalog(Account account) {
    this.account = account;
  }

  /**
   * Lists shards in the order of their ids.
   *
   * @param streamName the stream
   * @param filter which shards
   * @param after only shards behind this one, or null
   * @param limit the most shards to return
   * @return the shards, and a token if there are more
   */
  public Page list(String streamName, ShardFilter filter, @Nullable String after, int limit) {
    synchronized (account) {
      Stream stream = account.require(streamName);
      long now = account.nowMillis();
      account.retention().trim(stream, now);
      long horizon = Math.max(stream.createdMillis(), now - stream.retention().toMillis());
      List<ShardView> rest =
          stream.shards().stream()
              .filter(shard -> after == null || shard.id().compareTo(after) > 0)
              .filter(shard -> filter.accepts(shard, horizon))
              .map(Shard::view)
              .toList();
      if (rest.size() <= limit) {
        return new Page(rest, null);
      }
      List<ShardView> page = rest.subList(0, limit);
      return new Page(page, token(streamName, filter, page.get(limit - 1).id(), now));
    }
  }

  /**
   * Lists the next page.
   *
   * @param nextToken from an earlier page, at most {@link Limits#TOKEN_LIFE} old
   * @param limit the most shards to return
   * @return the shards, and a token if there are more
   */
  public Page list(String nextToken, int limit) {
    Token token = Token.parse(nextToken, KIND, FIELDS);
    if (token == null) {
      throw ErrorCode.INVALID_ARGUMENT.error("NextToken is not one that ListShards made");
    }
    if (account.nowMillis() - token.number(1) > Limits.TOKEN_LIFE.toMillis()) {
      throw ErrorCode.EXPIRED_NEXT_TOKEN.error(
          "NextToken is older than %d minutes; list again from the start",
          Limits.TOKEN_LIFE.toMinutes());
    }
    return list(token.text(2), filter(token), token.text(3), limit);
  }

  private static String token(String streamName, ShardFilter filter, String last, long now) {
    Instant timestamp = filter.timestamp();
    long millis = timestamp == null ? 0 : timestamp.toEpochMilli();
    // what comes behind the last shard of a page is behind the filter's shard, too
    return Token.of(KIND, now, streamName, last, filter.type(), millis);
  }

  private static ShardFilter filter(Token token) {
    for (ShardFilter.Type type : ShardFilter.Type.values()) {
      if (type.name().equals(token.text(4))) {
        return new ShardFilter(type, token.text(3), Instant.ofEpochMilli(token.number(5)));
      }
    }
    throw ErrorCode.INVALID_ARGUMENT.error("NextToken is not one that ListShards made");
  }

  /**
   * Some of the shards.
   *
   * @param shards the shards
   * @param nextToken to list on, or null if these were the last
   */
  public record Page(List<ShardView> shards, @Nullable String nextToken) {}
}
