// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.engine.store.DetectorState;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.SaveResult;
import io.github.kinesisetl.sinks.internal.Lazy;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Keeps states in a table, for all instances of a function: an item a series, with its name as the
 * key {@code id}, a string, {@code state}, {@code version} and {@code expires_at}, for which its
 * time to live should be on. A state of 6 KB costs two read units to load, since reads are
 * consistent, and six write units to save. Functions that watch series of the same names need a
 * table each. Safe for use by many threads.
 *
 * <p>An item that expired and is still there counts: what it knows is late, not wrong.
 */
public final class DynamoDbDetectorStore implements DetectorStore {

  // A key has at most 2,048 bytes of UTF-8, which are 682 characters for sure, and at least one.
  private static final int MAX_NAME_CHARS = 512;
  private static final String HASHED = "sha256:";
  private static final String ID = "id";
  private static final String STATE = "state";
  private static final String VERSION = "version";
  private static final String EXPIRY = "expires_at";

  private final Table table;
  private final long lifeMillis;
  private final InstantSource clock;
  private final KeyedReads reads;

  /**
   * A store.
   *
   * @param client gives the client, with the first batch
   * @param table the table
   * @param life how long after its last save a state is kept, at least a second
   * @param clock tells the time
   */
  public DynamoDbDetectorStore(
      Supplier<DynamoDbClient> client, String table, Duration life, InstantSource clock) {
    this(new Table(new Lazy<>(client), table, new RetryPause()), millis(life), clock);
  }

  private DynamoDbDetectorStore(Table table, long lifeMillis, InstantSource clock) {
    this.table = table;
    this.lifeMillis = lifeMillis;
    this.clock = requireNonNull(clock, "clock");
    this.reads = new KeyedReads(table);
  }

  /** The same store with the pauses of a test. */
  DynamoDbDetectorStore pausing(RetryPause pause) {
    return new DynamoDbDetectorStore(
        new Table(table.client(), table.name(), pause), lifeMillis, clock);
  }

  @Override
  public Map<String, DetectorState> load(Collection<String> series) {
    Map<String, String> namesByKey = new HashMap<>();
    series.forEach(name -> namesByKey.put(keyOf(name), name));
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    namesByKey.keySet().forEach(key -> keys.add(Map.of(ID, AttributeValue.fromS(key))));
    Map<String, DetectorState> found = new HashMap<>();
    reads.read(
        keys,
        item -> {
          AttributeValue key = item.get(ID);
          String name = key == null ? null : namesByKey.get(key.s());
          AttributeValue version = item.get(VERSION);
          if (name != null && version != null && version.n() != null) {
            found.put(name, new DetectorState(bytes(item), Long.parseLong(version.n())));
          }
        });
    return found;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Versions grow with the time, so that an item that expired and was made anew never has a
   * version that some instance still knows.
   */
  @Override
  public SaveResult save(String series, byte[] state, long loadedVersion) {
    long now = clock.millis();
    long version = Math.max(loadedVersion + 1, now);
    Map<String, AttributeValue> item =
        Map.of(
            ID, AttributeValue.fromS(keyOf(series)),
            STATE, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(state)),
            VERSION, number(version),
            EXPIRY, number(Math.floorDiv(now + lifeMillis, 1000L)));
    try {
      table
          .client()
          .get()
          .putItem(r -> {
            r.tableName(table.name()).item(item).expressionAttributeNames(Map.of("#v", VERSION));
            if (loadedVersion == NO_VERSION) {
              r.conditionExpression("attribute_not_exists(#v)");
            } else {
              r.conditionExpression("#v = :loaded")
                  .expressionAttributeValues(Map.of(":loaded", number(loadedVersion)));
            }
          });
    } catch (ConditionalCheckFailedException e) {
      return new SaveResult.Superseded();
    } catch (RuntimeException e) {
      throw Table.failure(e);
    }
    return new SaveResult.Saved(version);
  }

  private static long millis(Duration life) {
    if (life.toSeconds() < 1) {
      throw new IllegalArgumentException("life must be at least PT1S, but is " + life);
    }
    return life.toMillis();
  }

  private static byte[] bytes(Map<String, AttributeValue> item) {
    AttributeValue state = item.get(STATE);
    return state == null || state.b() == null ? new byte[0] : state.b().asByteArrayUnsafe();
  }

  private static String keyOf(String series) {
    boolean fits = !series.isEmpty() && series.length() <= MAX_NAME_CHARS;
    return fits && !series.startsWith(HASHED)
        ? series
        : HASHED + Lines.sha256(series.getBytes(StandardCharsets.UTF_8));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
