// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.Distribution;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamStatus;
import io.github.kinesisetl.local.limit.Limits;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes what can be set on a stream. Safe for use by many threads. */
public final class SettingsEditor {

  private static final List<String> SHARD_LEVEL_METRICS =
      List.of(
          "IncomingBytes",
          "IncomingRecords",
          "IteratorAgeMilliseconds",
          "OutgoingBytes",
          "OutgoingRecords",
          "ReadProvisionedThroughputExceeded",
          "WriteProvisionedThroughputExceeded");

  private final Account account;

  /**
   * Edits the streams of an account.
   *
   * @param account the account
   */
  public SettingsEditor(Account account) {
    this.account = account;
  }

  /**
   * Keeps entries longer.
   *
   * @param streamName an ACTIVE stream
   * @param hours not below the present retention
   */
  public void increaseRetention(String streamName, int hours) {
    changeRetention(streamName, hours, true);
  }

  /**
   * Keeps entries for a shorter time; those beyond it go at once.
   *
   * @param streamName an ACTIVE stream
   * @param hours not above the present retention
   */
  public void decreaseRetention(String streamName, int hours) {
    changeRetention(streamName, hours, false);
  }

  /**
   * Changes who decides the number of shards.
   *
   * @param streamName an ACTIVE stream
   * @param mode the new mode
   * @param warmThroughputMibps the capacity held ready, or null to leave it as it is
   */
  public void mode(String streamName, StreamMode mode, @Nullable Integer warmThroughputMibps) {
    edit(
        streamName,
        settings -> {
          settings.mode(mode);
          if (warmThroughputMibps != null) {
            settings.warmThroughputMibps(warmThroughputMibps);
          }
        });
  }

  /**
   * Changes how entries find their shard.
   *
   * @param streamName an ACTIVE stream
   * @param distribution the new way
   */
  public void distribution(String streamName, Distribution distribution) {
    edit(streamName, settings -> settings.distribution(distribution));
  }

  /**
   * Changes how large an entry may be.
   *
   * @param streamName an ACTIVE stream
   * @param kib 1024 to 10240
   */
  public void maxRecordKib(String streamName, int kib) {
    int bytes = checkedRecordBytes(kib);
    edit(streamName, settings -> settings.maxRecordBytes(bytes));
  }

  /**
   * Changes the capacity held ready.
   *
   * @param streamName an ACTIVE stream
   * @param mibps MiB a second
   */
  public void warmThroughput(String streamName, int mibps) {
    edit(streamName, settings -> settings.warmThroughputMibps(mibps));
  }

  /**
   * Marks entries from now on as encrypted; they are stored as they are.
   *
   * @param streamName an ACTIVE stream
   * @param keyId the key's name, or null to encrypt no more
   */
  public void encryption(String streamName, @Nullable String keyId) {
    edit(streamName, settings -> settings.encryptionKeyId(keyId));
  }

  /**
   * Switches shard-level metrics on or off.
   *
   * @param streamName an ACTIVE stream
   * @param metrics names of metrics, or ALL
   * @param on whether to switch on
   * @return the metrics before the change
   */
  public List<String> monitoring(String streamName, Collection<String> metrics, boolean on) {
    var names = new TreeSet<String>();
    for (String metric : metrics) {
      names.addAll(metric.equals("ALL") ? SHARD_LEVEL_METRICS : List.of(metric));
    }
    if (!SHARD_LEVEL_METRICS.containsAll(names)) {
      throw ErrorCode.VALIDATION.error(
          "ShardLevelMetrics must be ALL or of %s", SHARD_LEVEL_METRICS);
    }
    synchronized (account) {
      List<String> before =
          List.copyOf(account.requireActive(streamName).settings().shardLevelMetrics());
      edit(
          streamName,
          settings -> {
            if (on) {
              settings.shardLevelMetrics().addAll(names);
            } else {
              settings.shardLevelMetrics().removeAll(names);
            }
          });
      return before;
    }
  }

  /**
   * Attaches a resource policy, which is kept but not obeyed.
   *
   * @param streamName a stream
   * @param policy the policy, or null to take it away
   */
  public void policy(String streamName, @Nullable String policy) {
    synchronized (account) {
      account.require(streamName).settings().policy(policy);
    }
  }

  /**
   * Returns the resource policy.
   *
   * @param streamName a stream
   * @return the policy, or an empty one
   */
  public String policy(String streamName) {
    synchronized (account) {
      String policy = account.require(streamName).settings().policy();
      return policy == null ? "{}" : policy;
    }
  }

  static int checkedRecordBytes(int kib) {
    int min = Limits.DEFAULT_MAX_RECORD_BYTES / 1024;
    int max = Limits.MAX_RECORD_BYTES / 1024;
    if (kib < min || kib > max) {
      throw ErrorCode.VALIDATION.error(
          "MaxRecordSizeInKiB must be %d to %d, but is %d", min, max, kib);
    }
    return kib * 1024;
  }

  private void changeRetention(String streamName, int hours, boolean increase) {
    if (hours < Limits.MIN_RETENTION_HOURS || hours > Limits.MAX_RETENTION_HOURS) {
      throw ErrorCode.INVALID_ARGUMENT.error(
          "RetentionPeriodHours must be %d to %d, but is %d",
          Limits.MIN_RETENTION_HOURS, Limits.MAX_RETENTION_HOURS, hours);
    }
    synchronized (account) {
      int present = account.requireActive(streamName).settings().retentionHours();
      if (increase ? hours < present : hours > present) {
        throw ErrorCode.INVALID_ARGUMENT.error(
            "RetentionPeriodHours must not be %s the present %d, but is %d",
            increase ? "below" : "above", present, hours);
      }
      edit(streamName, settings -> settings.retentionHours(hours));
    }
  }

  private void edit(String streamName, Consumer<StreamSettings> change) {
    synchronized (account) {
      Stream stream = account.requireActive(streamName);
      change.accept(stream.settings());
      account.pass(stream, StreamStatus.UPDATING, () -> {});
    }
  }
}
