// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.Consumer;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.limit.Limits;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Registers consumers and subscribes them to shards. Safe for use by many threads. */
public final class ConsumerRegistry {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern ARN =
      Pattern.compile("(arn:aws.*:stream/[a-zA-Z0-9_.-]+)/consumer/([a-zA-Z0-9_.-]+):\\d+");

  private final Account account;

  /**
   * Registers the consumers of an account's streams.
   *
   * @param account the account
   */
  public ConsumerRegistry(Account account) {
    this.account = account;
  }

  /**
   * Registers a consumer.
   *
   * @param streamName an ACTIVE stream
   * @param name 1 to 128 letters, digits and {@code _.-}
   * @param tags its tags
   * @return the consumer
   */
  public Consumer register(String streamName, String name, Map<String, String> tags) {
    if (!NAME.matcher(name).matches()) {
      throw ErrorCode.VALIDATION.error("ConsumerName must match %s", NAME.pattern());
    }
    synchronized (account) {
      Stream stream = account.requireActive(streamName);
      if (stream.consumers().containsKey(name)) {
        throw ErrorCode.RESOURCE_IN_USE.error(
            "consumer %s of stream %s already exists", name, streamName);
      }
      if (account.options().keeps(Limit.CONSUMERS)
          && stream.consumers().size() >= Limits.MAX_CONSUMERS) {
        throw ErrorCode.LIMIT_EXCEEDED.error(
            "a stream must have at most %d consumers", Limits.MAX_CONSUMERS);
      }
      long now = account.nowMillis();
      long activeFrom = now + account.options().transition().toMillis();
      var consumer = new RegisteredConsumer(name, stream, now, activeFrom);
      Tags.add(consumer.tags(), tags);
      stream.consumers().put(name, consumer);
      return consumer.view(now);
    }
  }

  /**
   * Shows a consumer.
   *
   * @param streamName its stream
   * @param name its name
   * @return the consumer
   */
  public Consumer view(String streamName, String name) {
    synchronized (account) {
      return require(streamName, name).view(account.nowMillis());
    }
  }

  /**
   * Lists the consumers of a stream in the order of their names.
   *
   * @param streamName the stream
   * @param after only names behind this one, or null for all
   * @return the consumers
   */
  public List<Consumer> list(String streamName, @Nullable String after) {
    synchronized (account) {
      long now = account.nowMillis();
      return account.require(streamName).consumers().values().stream()
          .filter(consumer -> after == null || consumer.name().compareTo(after) > 0)
          .map(consumer -> consumer.view(now))
          .toList();
    }
  }

  /**
   * Takes a consumer away; its subscriptions end.
   *
   * @param streamName its stream
   * @param name its name
   */
  public void deregister(String streamName, String name) {
    synchronized (account) {
      RegisteredConsumer consumer = require(streamName, name);
      List.copyOf(consumer.subscriptions().values()).forEach(Subscription::cancel);
      account.require(streamName).consumers().remove(name);
    }
  }

  /**
   * Lists the tags of a consumer.
   *
   * @param of the consumer
   * @return a copy
   */
  public SortedMap<String, String> tags(Name of) {
    synchronized (account) {
      return new TreeMap<>(require(of.streamName(), of.name()).tags());
    }
  }

  /**
   * Adds and removes tags of a consumer.
   *
   * @param of the consumer
   * @param added tags to add
   * @param removed keys to remove
   */
  public void editTags(Name of, Map<String, String> added, List<String> removed) {
    synchronized (account) {
      SortedMap<String, String> tags = require(of.streamName(), of.name()).tags();
      Tags.add(tags, added);
      tags.keySet().removeAll(removed);
    }
  }

  /**
   * Subscribes a consumer to a shard. An older subscription of the two ends, if it is more than
   * {@link Limits#SUBSCRIPTION_GUARD} old; before, the new one is refused.
   *
   * @param of the consumer
   * @param shardId a shard of its stream
   * @param start where to begin
   * @return the subscription, good for {@link Limits#SUBSCRIPTION_LIFE}
   */
  public Subscription subscribe(Name of, String shardId, Position start) {
    synchronized (account) {
      long now = account.nowMillis();
      Stream stream = account.requireReadable(of.streamName());
      RegisteredConsumer consumer = require(of.streamName(), of.name());
      if (!consumer.isActive(now)) {
        throw ErrorCode.RESOURCE_IN_USE.error("consumer %s is not ACTIVE yet", of.name());
      }
      account.retention().trim(stream, now);
      Shard shard = stream.requireShard(shardId);
      long position = start.in(shard, now);
      Subscription older = consumer.subscriptions().get(shardId);
      if (older != null && !older.yieldsAt(now)) {
        throw ErrorCode.RESOURCE_IN_USE.error(
            "consumer %s subscribed to %s less than %d seconds ago",
            of.name(), shardId, Limits.SUBSCRIPTION_GUARD.toSeconds());
      }
      var subscription = new Subscription(account, stream, shard, position);
      consumer.subscriptions().put(shardId, subscription);
      if (older != null) {
        older.cancel();
      }
      return subscription;
    }
  }

  /**
   * Reads a consumer's ARN.
   *
   * @param consumerArn the ARN
   * @return stream and name, which need not exist
   */
  public Name parse(String consumerArn) {
    Matcher matcher = ARN.matcher(consumerArn);
    if (!matcher.matches()) {
      throw ErrorCode.VALIDATION.error("ConsumerARN must match %s", ARN.pattern());
    }
    return new Name(account.streamName(null, matcher.group(1)), matcher.group(2));
  }

  private RegisteredConsumer require(String streamName, String name) {
    RegisteredConsumer consumer = account.require(streamName).consumers().get(name);
    if (consumer == null) {
      throw ErrorCode.RESOURCE_NOT_FOUND.error(
          "consumer %s of stream %s not found", name, streamName);
    }
    return consumer;
  }

  /**
   * What names a consumer.
   *
   * @param streamName its stream
   * @param name its own name
   */
  public record Name(String streamName, String name) {}
}
