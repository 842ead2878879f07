// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.engine.store.BegunEntries;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MarkOwner;
import io.github.kinesisetl.sinks.internal.Lazy;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Remembers in a table, for all instances of a function. Its key is {@code id}, a string; switch on
 * its time to live for {@code expires_at}. A batch costs one read where nothing is remembered of
 * its shard; a look-up costs one read an id, and an id that is remembered one write. Safe for use
 * by many threads.
 *
 * <p>An id is put only if it is not there, or has expired, so a late writer does not prolong its
 * life. The table's own deletion lags by days: an expired id counts as unknown before.
 */
public final class DynamoDbIdempotencyStore implements IdempotencyStore {

  private static final String ID = "id";
  private static final String EXPIRY = "expires_at";
  private static final String MARKER = "#any";

  private final Table table;
  private final long lifeSeconds;
  private final long maxLeaseMillis; // 0 if entries are not marked
  private final InstantSource clock;
  private final KeyedReads reads;
  private final KeyedWrites writes;
  private final EntryMarkTable marks;

  /**
   * A store.
   *
   * @param client gives the client, with the first batch
   * @param table the table
   * @param life how long an id is remembered, at least a second: longer than the stream's retention
   *     is of no use
   * @param clock tells the time
   */
  public DynamoDbIdempotencyStore(
      Supplier<DynamoDbClient> client, String table, Duration life, InstantSource clock) {
    this(new Table(new Lazy<>(client), table, new RetryPause()), seconds("life", life), 0, clock);
  }

  private DynamoDbIdempotencyStore(
      Table table, long lifeSeconds, long maxLeaseMillis, InstantSource clock) {
    this.table = table;
    this.lifeSeconds = lifeSeconds;
    this.maxLeaseMillis = maxLeaseMillis;
    this.clock = requireNonNull(clock, "clock");
    this.reads = new KeyedReads(table);
    this.writes = new KeyedWrites(table);
    this.marks = new EntryMarkTable(table);
  }

  /**
   * The same store, which also {@linkplain #marksEntries() marks entries} as in progress, in the
   * same table. An entry costs two write units to mark and one to finish, or two to release; a
   * transaction takes 100 of them. An entry that is finished is not worked on again for the store's
   * life, so give each function a table of its own.
   *
   * @param maxLease the longest lease of a mark, at least a second: as long as a function may run.
   *     So long the entries of a function that was killed wait
   * @return a new store
   */
  public DynamoDbIdempotencyStore markingEntries(Duration maxLease) {
    long maxLeaseMillis = 1000L * seconds("maxLease", maxLease);
    return new DynamoDbIdempotencyStore(table, lifeSeconds, maxLeaseMillis, clock);
  }

  /** The same store with the pauses of a test. */
  DynamoDbIdempotencyStore pausing(RetryPause pause) {
    var other = new Table(table.client(), table.name(), pause);
    return new DynamoDbIdempotencyStore(other, lifeSeconds, maxLeaseMillis, clock);
  }

  @Override
  public boolean mayKnow(String shardId) {
    return !done(shardId, List.of(MARKER)).isEmpty();
  }

  @Override
  public Set<String> done(String shardId, Collection<String> ids) {
    Set<String> done = new HashSet<>();
    reads.read(ids.stream().map(id -> key(shardId, id)).toList(), item -> addIfAlive(item, done));
    return done;
  }

  @Override
  public void remember(String shardId, Collection<String> ids) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    items.add(item(shardId, MARKER)); // lives as long as the youngest id
    Set<String> distinct = new LinkedHashSet<>(ids);
    distinct.forEach(id -> items.add(item(shardId, id)));
    writes.put(items);
  }

  @Override
  public boolean marksEntries() {
    return maxLeaseMillis > 0;
  }

  @Override
  public BegunEntries begin(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
    long now = clock.millis();
    long end = now + Math.min(maxLeaseMillis, owner.lease().toMillis());
    return marks.begin(owner, entries, new EntryMarkTable.Lease(now, end), hasTime);
  }

  @Override
  public void finish(MarkOwner owner, Collection<String> entries) {
    long expiry = nowSeconds() + lifeSeconds;
    writes.put(entries.stream().map(entry -> EntryMarkTable.done(owner, entry, expiry)).toList());
  }

  @Override
  public void release(MarkOwner owner, Collection<String> entries, BooleanSupplier hasTime) {
    marks.release(owner, entries, hasTime);
  }

  private void addIfAlive(Map<String, AttributeValue> item, Set<String> done) {
    AttributeValue id = item.get(ID);
    AttributeValue expiry = item.get(EXPIRY);
    String end = expiry == null ? null : expiry.n(); // null for what is not ours
    if (id != null && end != null && Long.parseLong(end) > nowSeconds()) {
      done.add(id.s().substring(id.s().indexOf('\n') + 1));
    }
  }

  private Map<String, AttributeValue> item(String shardId, String id) {
    return Map.of(
        ID, AttributeValue.fromS(shardId + '\n' + id),
        EXPIRY, AttributeValue.fromN(Long.toString(nowSeconds() + lifeSeconds)));
  }

  private Map<String, AttributeValue> key(String shardId, String id) {
    return Map.of(ID, AttributeValue.fromS(shardId + '\n' + id));
  }

  private long nowSeconds() {
    return Math.floorDiv(clock.millis(), 1000L);
  }

  private static long seconds(String name, Duration time) {
    if (time.toSeconds() < 1) {
      throw new IllegalArgumentException(name + " must be at least PT1S, but is " + time);
    }
    return time.toSeconds();
  }
}
