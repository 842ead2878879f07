// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.AccountUse;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.HashRange;
import io.github.kinesisetl.local.api.NewStream;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamStatus;
import io.github.kinesisetl.local.api.StreamView;
import io.github.kinesisetl.local.limit.Limits;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates, deletes and shows streams. Safe for use by many threads. */
public final class StreamCatalog {

  private static final int ON_DEMAND_SHARDS = 4;

  private final Account account;

  /**
   * Keeps the streams of an account.
   *
   * @param account the account
   */
  public StreamCatalog(Account account) {
    this.account = account;
  }

  /**
   * Creates a stream.
   *
   * @param wanted what it shall be
   */
  public void create(NewStream wanted) {
    String name = account.checkedName(wanted.name());
    int shardCount = shardCount(wanted);
    synchronized (account) {
      if (account.find(name) != null) {
        throw ErrorCode.RESOURCE_IN_USE.error(
            "stream %s under account %s already exists", name, Account.ID);
      }
      checkQuota(wanted, shardCount);
      var settings = new StreamSettings(wanted.mode());
      if (wanted.maxRecordKib() != null) {
        settings.maxRecordBytes(SettingsEditor.checkedRecordBytes(wanted.maxRecordKib()));
      }
      settings.warmThroughputMibps(wanted.warmThroughputMibps());
      long now = account.nowMillis();
      var stream = new Stream(name, account.arn(name), now, settings);
      Tags.add(stream.tags(), wanted.tags());
      HashRange.uniform(shardCount).forEach(range -> stream.add(range, List.of(), now));
      account.add(stream);
      account.pass(stream, StreamStatus.CREATING, () -> {});
    }
  }

  /**
   * Deletes a stream with all its entries.
   *
   * @param name the stream
   * @param withConsumers whether registered consumers go with it rather than prevent it
   */
  public void delete(String name, boolean withConsumers) {
    synchronized (account) {
      Stream stream = account.require(name);
      if (stream.lifecycle().status() == StreamStatus.DELETING) {
        throw ErrorCode.RESOURCE_IN_USE.error("stream %s is DELETING already", name);
      }
      if (!withConsumers && !stream.consumers().isEmpty()) {
        throw ErrorCode.RESOURCE_IN_USE.error(
            "stream %s has registered consumers; deregister them or set EnforceConsumerDeletion",
            name);
      }
      account.pass(stream, StreamStatus.DELETING, () -> account.remove(stream));
    }
  }

  /**
   * Shows a stream.
   *
   * @param name the stream
   * @return its present state
   */
  public StreamView view(String name) {
    synchronized (account) {
      return account.require(name).view();
    }
  }

  /**
   * Lists streams in the order of their names.
   *
   * @param after only names behind this one, or null for all
   * @return the streams
   */
  public List<StreamView> list(@Nullable String after) {
    synchronized (account) {
      return account.all().stream()
          .filter(stream -> after == null || stream.name().compareTo(after) > 0)
          .map(Stream::view)
          .toList();
    }
  }

  /**
   * Counts what is in use.
   *
   * @return the use
   */
  public AccountUse use() {
    synchronized (account) {
      return account.use();
    }
  }

  private void checkQuota(NewStream wanted, int shardCount) {
    if (wanted.mode() == StreamMode.PROVISIONED) {
      account.checkShardQuota(shardCount);
    } else {
      account.checkOnDemandQuota();
    }
  }

  private static int shardCount(NewStream wanted) {
    Integer shardCount = wanted.shardCount();
    if (wanted.mode() == StreamMode.ON_DEMAND) {
      if (shardCount != null) {
        throw ErrorCode.VALIDATION.error("ShardCount must not be given for an ON_DEMAND stream");
      }
      return ON_DEMAND_SHARDS;
    }
    if (shardCount == null || shardCount < 1 || shardCount > Limits.MAX_SHARDS) {
      throw ErrorCode.VALIDATION.error(
          "ShardCount must be 1 to %d, but is %s",
          Limits.MAX_SHARDS, Objects.requireNonNullElse(shardCount, "not given"));
    }
    return shardCount;
  }
}
