// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.NewStream;
import io.github.kinesisetl.local.api.PositionType;
import io.github.kinesisetl.local.api.PutEntry;
import io.github.kinesisetl.local.api.PutOutcome;
import io.github.kinesisetl.local.api.ShardView;
import io.github.kinesisetl.local.limit.AccountOptions;
import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account with all its desks and a clock that the test moves. */
final class ModelFixture {

  static final String STREAM = "orders";
  static final String SHARD_0 = "shardId-000000000000";
  static final int SHARD_QUOTA = 40;
  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private Instant now = START;
  final Account account;
  final StreamCatalog streams;
  final ShardCatalog shards;
  final Resharding resharding;
  final SettingsEditor settings;
  final ConsumerRegistry consumers;
  final EntryWriter writer;
  final EntryReader reader;

  private ModelFixture(Set<Limit> limits, long maxStoredBytes, Duration transition) {
    InstantSource clock = () -> now;
    account =
        new Account(
            new AccountOptions("us-east-1", limits, SHARD_QUOTA, maxStoredBytes, transition),
            clock);
    streams = new StreamCatalog(account);
    shards = new ShardCatalog(account);
    resharding = new Resharding(account);
    settings = new SettingsEditor(account);
    consumers = new ConsumerRegistry(account);
    writer = new EntryWriter(account, (stream, shard, bytes) -> null);
    reader = new EntryReader(account);
  }

  static ModelFixture lenient() {
    return keeping(Limit.keptByDefault());
  }

  static ModelFixture strict() {
    return keeping(EnumSet.allOf(Limit.class));
  }

  static ModelFixture keeping(Set<Limit> limits) {
    return new ModelFixture(limits, 1 << 30, Duration.ZERO);
  }

  static ModelFixture storing(long maxBytes) {
    return new ModelFixture(Limit.keptByDefault(), maxBytes, Duration.ZERO);
  }

  static ModelFixture slow(Duration transition) {
    return new ModelFixture(Limit.keptByDefault(), 1 << 30, transition);
  }

  ModelFixture withStream(int shardCount) {
    streams.create(NewStream.provisioned(STREAM, shardCount));
    return this;
  }

  void advance(Duration time) {
    now = now.plus(time);
  }

  static PutEntry entry(String key, int bytes) {
    return new PutEntry(key, null, new byte[bytes]);
  }

  static List<PutEntry> entries(int count, int bytes) {
    List<PutEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry("k" + i, bytes));
    }
    return entries;
  }

  List<PutOutcome> put(List<PutEntry> entries) {
    return writer.put(STREAM, entries).outcomes();
  }

  PutOutcome put(PutEntry entry) {
    return put(List.of(entry)).get(0);
  }

  /** How many of so many small entries are stored. */
  int stored(int count) {
    int stored = 0;
    for (int left = count; left > 0; left -= Limits.MAX_PUT_ENTRIES) {
      List<PutOutcome> outcomes = put(entries(Math.min(left, Limits.MAX_PUT_ENTRIES), 1));
      stored += (int) outcomes.stream().filter(PutOutcome.Stored.class::isInstance).count();
    }
    return stored;
  }

  String horizon(String shardId) {
    return reader.iterator(STREAM, shardId, new Position(PositionType.TRIM_HORIZON, null, null));
  }

  ReadAnswer readAll(String shardId) {
    return reader.read(horizon(shardId), Limits.MAX_GET_ENTRIES);
  }

  List<ShardView> shards(ShardFilter.Type type, @Nullable Instant timestamp) {
    return shards.list(STREAM, new ShardFilter(type, null, timestamp), null, 10_000).shards();
  }
}
