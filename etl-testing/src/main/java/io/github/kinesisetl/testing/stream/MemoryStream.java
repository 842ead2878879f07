// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.stream;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stream in memory with the service's limits of a request, whose entries fail as a test says: for
 * {@code EventProducer.builder(…).to(stream, stream)}. Safe for use by many threads.
 *
 * <p>Limits (<a
 * href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html">PutRecords</a>):
 * 500 entries and 5 MiB a request, 1 MiB an entry.
 */
public final class MemoryStream implements RecordSender, ShardDirectory {

  private static final int MAX_ENTRIES = 500;
  private static final int MAX_REQUEST_BYTES = 5 << 20;
  private static final int MAX_SHARDS = 10_000;

  private final List<Stored> stored = new ArrayList<>(); // guarded by this, as all else
  private final StreamTraits traits =
      new StreamTraits(Distribution.USER_PARTITION_KEY, StreamTraits.DEFAULT_MAX_RECORD_BYTES);
  private Function<Entry, Optional<EntryResult.Failed>> script = entry -> Optional.empty();
  private List<OpenShard> shards;
  private int generation;
  private int requests;

  /**
   * A stream that stores everything.
   *
   * @param shards how many shards share the hash space, 1 to 10,000
   */
  public MemoryStream(int shards) {
    this.shards = uniform(shards);
  }

  /**
   * Sets which entries fail from now on.
   *
   * @param newScript says how an entry fails, or nothing to store it
   */
  public synchronized void failing(Function<Entry, Optional<EntryResult.Failed>> newScript) {
    script = requireNonNull(newScript, "newScript");
  }

  /**
   * From now on other shards share the hash space.
   *
   * @param count how many, 1 to 10,000
   */
  public synchronized void reshard(int count) {
    generation++;
    shards = uniform(count);
  }

  /**
   * What was stored so far, in that order.
   *
   * @return a copy
   */
  public synchronized List<Stored> stored() {
    return List.copyOf(stored);
  }

  /**
   * How often entries were sent.
   *
   * @return requests so far
   */
  public synchronized int requests() {
    return requests;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the service would refuse such a request
   */
  @Override
  public synchronized List<EntryResult> send(List<Entry> entries) {
    requests++;
    requireLimits(entries);
    List<EntryResult> results = new ArrayList<>();
    for (Entry entry : entries) {
      Optional<EntryResult.Failed> failed = script.apply(entry);
      results.add(failed.isPresent() ? failed.get() : store(entry));
    }
    return results;
  }

  @Override
  public synchronized List<OpenShard> openShards() {
    return shards;
  }

  @Override
  public StreamTraits traits() {
    return traits;
  }

  private EntryResult store(Entry entry) {
    HashKey own = entry.explicitHashKey();
    HashKey hash = own == null ? HashKey.ofPartitionKey(entry.partitionKey()) : own;
    String shardId =
        shards.stream()
            .filter(shard -> shard.range().contains(hash))
            .map(OpenShard::shardId)
            .findFirst()
            .orElseThrow();
    stored.add(new Stored(shardId, new Entry(entry.partitionKey(), own, entry.copyData())));
    return new EntryResult.Stored(shardId, Integer.toString(stored.size()));
  }

  private void requireLimits(List<Entry> entries) {
    long bytes = entries.stream().mapToLong(Entry::sizeBytes).sum();
    int largest = entries.stream().mapToInt(Entry::sizeBytes).max().orElse(0);
    if (entries.isEmpty()
        || entries.size() > MAX_ENTRIES
        || bytes > MAX_REQUEST_BYTES
        || largest > traits.maxRecordBytes()) {
      throw new IllegalArgumentException(
          "a request has 1 to %d entries of at most %d bytes, and %d bytes, but has %d entries, %d bytes, the largest of %d"
              .formatted(
                  MAX_ENTRIES,
                  traits.maxRecordBytes(),
                  MAX_REQUEST_BYTES,
                  entries.size(),
                  bytes,
                  largest));
    }
  }

  private List<OpenShard> uniform(int count) {
    if (count < 1 || count > MAX_SHARDS) {
      throw new IllegalArgumentException("shards must be 1 to 10000, but are " + count);
    }
    BigInteger step = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(count));
    List<OpenShard> uniform = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger start = step.multiply(BigInteger.valueOf(i));
      BigInteger end = start.add(step).subtract(BigInteger.ONE);
      HashKey last = i == count - 1 ? HashKey.MAX : HashKey.parse(end.toString());
      uniform.add(
          new OpenShard(
              "shardId-%06d%06d".formatted(generation, i),
              new HashKeyRange(HashKey.parse(start.toString()), last)));
    }
    return uniform;
  }

  /**
   * An entry that the stream has.
   *
   * @param shardId the shard that it lies on
   * @param entry the entry, with bytes of its own
   */
  public record Stored(String shardId, Entry entry) {}
}
