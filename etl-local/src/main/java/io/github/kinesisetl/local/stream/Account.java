// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.AccountUse;
import io.github.kinesisetl.local.api.BillingCommitment;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamStatus;
import io.github.kinesisetl.local.limit.AccountOptions;
import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.limit.Limits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All streams of one region. Its monitor guards everything in it. */
public final class Account {

  /** The account number in every ARN. */
  public static final String ID = "000000000000";

  private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:aws[^:]*:kinesis:[^:]*:(\\d{12}):stream/([a-zA-Z0-9_.-]{1,128})(/.*)?");

  private final AccountOptions options;
  private final InstantSource clock;
  private final TreeMap<String, Stream> streams = new TreeMap<>();
  private final Retention retention;
  private BillingCommitment billingCommitment = BillingCommitment.NONE;

  /**
   * Opens an empty account.
   *
   * @param options how it behaves
   * @param clock its only clock
   */
  public Account(AccountOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.retention = new Retention(options.maxStoredBytes());
  }

  AccountOptions options() {
    return options;
  }

  long nowMillis() {
    return clock.millis();
  }

  Retention retention() {
    return retention;
  }

  /**
   * Finds out which stream a request means.
   *
   * @param name its StreamName, or null
   * @param arn its StreamARN, or null
   * @return the stream's name, which need not exist
   * @throws KinesisError if neither is given, or they are malformed or contradict each other
   */
  public String streamName(@Nullable String name, @Nullable String arn) {
    if (arn == null) {
      if (name == null) {
        throw ErrorCode.INVALID_ARGUMENT.error("StreamName or StreamARN must be given");
      }
      return checkedName(name);
    }
    Matcher matcher = STREAM_ARN.matcher(arn);
    if (!matcher.matches()) {
      throw ErrorCode.VALIDATION.error("StreamARN must match %s", STREAM_ARN.pattern());
    }
    String fromArn = matcher.group(2);
    if (!matcher.group(1).equals(ID)) {
      throw ErrorCode.RESOURCE_NOT_FOUND.error(
          "stream %s under account %s not found: the account here is %s",
          fromArn, matcher.group(1), ID);
    }
    if (name != null && !name.equals(fromArn)) {
      throw ErrorCode.INVALID_ARGUMENT.error("StreamName and StreamARN name different streams");
    }
    return fromArn;
  }

  /**
   * Returns the commitment to a minimum throughput.
   *
   * @return its present state
   */
  public synchronized BillingCommitment billingCommitment() {
    return billingCommitment;
  }

  /**
   * Changes the commitment to a minimum throughput.
   *
   * @param enabled whether it shall be in force
   * @return its new state
   */
  public synchronized BillingCommitment changeBillingCommitment(boolean enabled) {
    billingCommitment = billingCommitment.change(enabled, clock.instant());
    return billingCommitment;
  }

  String checkedName(String name) {
    if (!STREAM_NAME.matcher(name).matches()) {
      throw ErrorCode.VALIDATION.error("streamName must match %s", STREAM_NAME.pattern());
    }
    return name;
  }

  String arn(String streamName) {
    return "arn:aws:kinesis:" + options.region() + ":" + ID + ":stream/" + streamName;
  }

  @Nullable Stream find(String name) {
    Stream stream = streams.get(name);
    if (stream != null) {
      stream.lifecycle().settle(nowMillis());
      stream = streams.get(name); // a stream that was DELETING is gone now
    }
    return stream;
  }

  Stream require(String name) {
    Stream stream = find(name);
    if (stream == null) {
      throw ErrorCode.RESOURCE_NOT_FOUND.error("stream %s under account %s not found", name, ID);
    }
    return stream;
  }

  /** The stream, if entries can be put and read now. */
  Stream requireReadable(String name) {
    Stream stream = require(name);
    if (stream.lifecycle().status() == StreamStatus.CREATING
        || stream.lifecycle().status() == StreamStatus.DELETING) {
      throw ErrorCode.RESOURCE_NOT_FOUND.error(
          "stream %s under account %s is %s", name, ID, stream.lifecycle().status());
    }
    return stream;
  }

  Stream requireActive(String name) {
    Stream stream = require(name);
    stream.requireActive();
    return stream;
  }

  void add(Stream stream) {
    streams.put(stream.name(), stream);
  }

  void remove(Stream stream) {
    streams.remove(stream.name());
    retention.forget(stream);
  }

  AccountUse use() {
    int openShards = 0;
    int onDemand = 0;
    for (Stream stream : all()) {
      if (stream.settings().mode() == StreamMode.ON_DEMAND) {
        onDemand++;
      } else {
        openShards += stream.open().count();
      }
    }
    return new AccountUse(options.shardQuota(), openShards, Limits.ON_DEMAND_STREAMS, onDemand);
  }

  void checkShardQuota(int more) {
    if (options.keeps(Limit.ACCOUNT_SHARDS) && use().openShards() + more > options.shardQuota()) {
      throw ErrorCode.LIMIT_EXCEEDED.error(
          "account %s must have at most %d open shards, but would have %d",
          ID, options.shardQuota(), use().openShards() + more);
    }
  }

  void checkOnDemandQuota() {
    if (options.keeps(Limit.ON_DEMAND_STREAMS)
        && use().onDemandStreams() >= Limits.ON_DEMAND_STREAMS) {
      throw ErrorCode.LIMIT_EXCEEDED.error(
          "account %s must have at most %d ON_DEMAND streams", ID, Limits.ON_DEMAND_STREAMS);
    }
  }

  /** Keeps the stored bytes of all streams within the cap. */
  void bound() {
    retention.bound(streams.values());
  }

  List<Stream> all() {
    List<Stream> settled = new ArrayList<>();
    for (String name : List.copyOf(streams.keySet())) {
      Stream stream = find(name);
      if (stream != null) {
        settled.add(stream);
      }
    }
    return settled;
  }

  /** Passes through a state for as long as the options say, and at once if they say nothing. */
  void pass(Stream stream, StreamStatus passing, Runnable atEnd) {
    long now = nowMillis();
    stream.lifecycle().pass(passing, now + options.transition().toMillis(), atEnd);
    stream.lifecycle().settle(now);
  }
}
