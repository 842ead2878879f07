// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream in memory with the service's request limits, whose entries fail as a test says. */
final class FakeStream implements RecordSender, ShardDirectory {

  private static final int MAX_ENTRIES = 500;
  private static final int MAX_REQUEST_BYTES = 5 << 20;
  private static final int MAX_RECORD_BYTES = 1 << 20;

  /** Says what happens to an entry: null to store it. Gets its number, from 0. */
  private BiFunction<Entry, Integer, @Nullable Failed> script = (entry, number) -> null;

  private final List<Entry> stored = new ArrayList<>();
  private final List<OpenShard> storedOn = new ArrayList<>();
  private List<OpenShard> shards;
  private StreamTraits traits = new StreamTraits(Distribution.USER_PARTITION_KEY, MAX_RECORD_BYTES);
  private Predicate<Entry> poison = entry -> false;
  private Supplier<@Nullable RuntimeException> control = () -> null;
  private boolean losesAnswers;
  private boolean detached;
  private int numbered;
  private int requests;
  private int generation;

  FakeStream(int shardCount) {
    shards = uniform(shardCount);
  }

  synchronized FakeStream failing(BiFunction<Entry, Integer, @Nullable Failed> newScript) {
    script = newScript;
    return this;
  }

  /** From now on a request that has such an entry is refused as a whole, as Kinesis does. */
  synchronized FakeStream refusingRequestsWith(Predicate<Entry> newPoison) {
    poison = newPoison;
    return this;
  }

  /** From now on what is asked of the stream throws what this gives, unless it is null. */
  synchronized FakeStream throwingWhenAsked(Supplier<@Nullable RuntimeException> newControl) {
    control = newControl;
    return this;
  }

  /** From now on entries are stored although their answer says that they failed. */
  synchronized FakeStream losingAnswers(boolean loses) {
    losesAnswers = loses;
    return this;
  }

  synchronized void reshard(int shardCount) {
    generation++;
    shards = uniform(shardCount);
  }

  /** From now on nothing arrives any more: whoever holds this is a process that crashed. */
  synchronized void detach() {
    detached = true;
  }

  /** The same stream for the next process, with all that was stored; this one gets nothing more. */
  synchronized FakeStream successor() {
    detached = true;
    var next = new FakeStream(1);
    next.script = script;
    next.poison = poison;
    next.control = control;
    next.traits = traits;
    next.stored.addAll(stored);
    next.storedOn.addAll(storedOn);
    next.shards = shards;
    next.generation = generation;
    return next;
  }

  @Override
  public synchronized List<EntryResult> send(List<Entry> entries) {
    if (detached) {
      return Collections.nCopies(entries.size(), new Failed("Detached", FailureKind.TRANSIENT));
    }
    requests++;
    if (entries.stream().anyMatch(poison)) {
      return Collections.nCopies(
          entries.size(), new Failed("ValidationException", FailureKind.ITEM_REFUSED).ofRequest());
    }
    requireLimits(entries);
    List<EntryResult> results = new ArrayList<>();
    for (Entry entry : entries) {
      Failed failed = script.apply(entry, numbered++);
      if (failed == null || losesAnswers) {
        stored.add(new Entry(entry.partitionKey(), entry.explicitHashKey(), entry.copyData()));
        storedOn.add(shardOf(entry));
      }
      results.add(
          failed == null
              ? new Stored(shardOf(entry).shardId(), String.valueOf(stored.size()))
              : failed);
    }
    return results;
  }

  synchronized FakeStream takingRecordsOf(int bytes) {
    traits = new StreamTraits(traits.distribution(), bytes);
    return this;
  }

  synchronized FakeStream distributing(Distribution distribution) {
    traits = new StreamTraits(distribution, traits.maxRecordBytes());
    return this;
  }

  @Override
  public synchronized StreamTraits traits() {
    throwIfAway();
    return traits;
  }

  @Override
  public synchronized List<OpenShard> openShards() {
    throwIfAway();
    return shards;
  }

  private void throwIfAway() {
    RuntimeException failure = control.get();
    if (failure != null) {
      throw failure;
    }
  }

  synchronized int requests() {
    return requests;
  }

  synchronized List<Entry> entries() {
    return List.copyOf(stored);
  }

  /** Everything on the stream, in the order in which it was stored. */
  List<EventRecord> records() {
    List<EventRecord> records = new ArrayList<>();
    try (RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      for (Entry entry : entries()) {
        reader.read(EventRecord.of(entry.partitionKey(), entry.array())).stream()
            .map(ReadResult::record)
            .forEach(records::add);
      }
    }
    return records;
  }

  /**
   * What a reader finds that takes from each shard only the records whose keys the shard owns, as
   * KCL does.
   */
  List<EventRecord> ownedRecords() {
    List<EventRecord> owned = new ArrayList<>();
    try (RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      for (int i = 0; i < stored.size(); i++) {
        HashKeyRange range = storedOn.get(i).range();
        Entry entry = stored.get(i);
        reader.read(EventRecord.of(entry.partitionKey(), entry.array())).stream()
            .map(ReadResult::record)
            .filter(record -> range.contains(HashKey.ofPartitionKey(record.partitionKey())))
            .forEach(owned::add);
      }
    }
    return owned;
  }

  /**
   * What KCL makes of it: an aggregate of which any record belongs to another shard is dropped as a
   * whole.
   */
  List<EventRecord> recordsAsKclReadsThem() throws MalformedFrameException {
    List<EventRecord> read = new ArrayList<>();
    for (int i = 0; i < stored.size(); i++) {
      HashKeyRange range = storedOn.get(i).range();
      byte[] data = stored.get(i).array();
      List<EventRecord> records =
          RecordDeaggregator.deaggregate(data, 0, data.length, MAX_RECORD_BYTES);
      if (records.stream()
          .allMatch(record -> range.contains(HashKey.ofPartitionKey(record.partitionKey())))) {
        read.addAll(records);
      }
    }
    return read;
  }

  /** The records as the producer's own aggregates hold them, opened no further. */
  List<EventRecord> rawRecords() throws MalformedFrameException {
    List<EventRecord> records = new ArrayList<>();
    try (Decompressor decompressor = Decompressor.withDictionaries()) {
      for (Entry entry : entries()) {
        byte[] data = entry.array();
        if (FrameFormat.detect(data, 0, data.length).isPresent()) {
          data =
              decompressor.decompress(FrameFormat.ZSTD, data, 0, data.length, FrameLimits.DEFAULT);
        }
        records.addAll(RecordDeaggregator.deaggregate(data, 0, data.length, 100_000));
      }
    }
    return records;
  }

  private void requireLimits(List<Entry> entries) {
    int bytes = entries.stream().mapToInt(Entry::sizeBytes).sum();
    boolean fits = entries.stream().allMatch(entry -> entry.sizeBytes() <= traits.maxRecordBytes());
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES || bytes > MAX_REQUEST_BYTES || !fits) {
      throw new AssertionError(
          "a request of %d entries and %d bytes".formatted(entries.size(), bytes));
    }
  }

  /** Whatever the entry says: the service's choice is no function of it. */
  private OpenShard shardOf(Entry entry) {
    if (traits.distribution() == Distribution.AUTO) {
      return shards.get((numbered * 31 + entry.dataBytes()) % shards.size());
    }
    HashKey hash =
        Objects.requireNonNullElseGet(
            entry.explicitHashKey(), () -> HashKey.ofPartitionKey(entry.partitionKey()));
    return shards.stream().filter(shard -> shard.range().contains(hash)).findFirst().orElseThrow();
  }

  private List<OpenShard> uniform(int count) {
    BigInteger step = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(count));
    List<OpenShard> uniform = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger start = step.multiply(BigInteger.valueOf(i));
      BigInteger end = start.add(step).subtract(BigInteger.ONE);
      HashKey last = i == count - 1 ? HashKey.MAX : HashKey.parse(end.toString());
      uniform.add(
          new OpenShard(
              "shard-" + generation + "-" + i,
              new HashKeyRange(HashKey.parse(start.toString()), last)));
    }
    return uniform;
  }
}
