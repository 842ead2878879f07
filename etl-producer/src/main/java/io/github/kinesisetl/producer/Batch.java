// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The records of one entry, from the first put until all their fates are known. Filled under its
 * lane's lock, encoded by a compression thread, then owned by the dispatcher.
 */
final class Batch {

  /** Well below what readers accept by default, whatever the events' size. */
  static final int MAX_RECORDS = 50_000;

  /**
   * What a buffered event costs beside its bytes: its place in an array, and a future with its
   * callback if one was asked for.
   */
  static final int EVENT_OVERHEAD_BYTES = 48;

  private final Lane lane;
  private final long firstPutNanos;
  private final @Nullable EventRecord plainRecord;
  private final HashKey firstHash;
  private @Nullable RecordAggregator aggregator;
  private PutCallback[] callbacks = new PutCallback[16];
  private int size;
  private long eventBytes;
  private long reservedBytes;
  private int attempts;
  private long number;
  private boolean repeat;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private long notBeforeNanos;
  private volatile @Nullable Entry entry; // written by a compression thread

  private Batch(
      Lane lane,
      @Nullable RecordAggregator aggregator,
      @Nullable EventRecord plainRecord,
      HashKey hash,
      long now) {
    this.lane = lane;
    this.aggregator = aggregator;
    this.plainRecord = plainRecord;
    this.firstHash = hash;
    this.firstPutNanos = now;
    this.notBeforeNanos = now;
  }

  void add(EventRecord record, PutCallback callback, long reserved) {
    if (aggregator != null) {
      aggregator.add(record);
    }
    append(callback);
    eventBytes += record.sizeBytes();
    reservedBytes += reserved;
  }

  /** An empty batch for an aggregate; its first record decides where it goes. */
  static Batch aggregated(Lane lane, RecordAggregator aggregator, HashKey firstHash, long now) {
    return new Batch(lane, aggregator, null, firstHash, now);
  }

  /** An empty batch for an entry that is its only record. */
  static Batch plain(Lane lane, EventRecord record, HashKey hash, long now) {
    return new Batch(lane, null, record, hash, now);
  }

  /** A batch of what a split kept of another one: as old, as often tried, already encoded. */
  static Batch splitFrom(Batch whole, Lane lane, HashKey firstHash) {
    var part = new Batch(lane, null, null, firstHash, whole.firstPutNanos);
    part.attempts = whole.attempts;
    part.number = whole.number;
    part.repeat = whole.repeat;
    return part;
  }

  /** Counts on the part of a split a record whose fate a callback of the whole hears. */
  void keep(PutCallback callback, int eventBytesKept) {
    append(callback);
    eventBytes += eventBytesKept;
  }

  /** Says that the events are accepted already, and are only stored where they belong. */
  void markRepeat() {
    repeat = true;
  }

  PutCallback callback(int index) {
    return callbacks[index];
  }

  /** Whether one more record keeps the aggregate within a bound. */
  boolean hasRoomFor(EventRecord record, int maxBytes) {
    return aggregator != null
        && size < MAX_RECORDS
        && aggregator.sizeBytes()
                + RecordAggregator.maxBytesOf(record.partitionKey(), record.sizeBytes())
            <= maxBytes;
  }

  /** Lends the aggregator to whoever encodes; it goes back to its pool afterwards. */
  @Nullable RecordAggregator takeAggregator() {
    RecordAggregator taken = aggregator;
    aggregator = null;
    return taken;
  }

  /** Sets what is sent, and returns the bytes that need not be held any more. */
  long encoded(Entry encoded) {
    long stillHeld = encoded.sizeBytes() + (long) size * EVENT_OVERHEAD_BYTES;
    long spare = Math.max(0, reservedBytes - stillHeld);
    reservedBytes -= spare;
    entry = encoded;
    return spare;
  }

  /** Sets what is sent of a split, which holds just that. */
  void encodedPart(Entry encoded) {
    reservedBytes = encoded.sizeBytes() + (long) size * EVENT_OVERHEAD_BYTES;
    entry = encoded;
  }

  /**
   * Tells every callback; one that throws costs its neighbours nothing.
   *
   * @return the first that a callback threw; null if none did
   */
  @Nullable Throwable settle(PutResult result) {
    Throwable thrown = null;
    for (int i = 0; i < size; i++) {
      try {
        callbacks[i].settled(result);
      } catch (RuntimeException | Error e) { // the user's code may throw anything
        thrown = thrown == null ? e : thrown;
      }
    }
    return thrown;
  }

  /** Whoever gets true settles the batch; nobody else does. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  void retryAfter(long nanos) {
    notBeforeNanos = nanos;
  }

  int nextAttempt() {
    return ++attempts;
  }

  Lane lane() {
    return lane;
  }

  long firstPutNanos() {
    return firstPutNanos;
  }

  /** The only record of a plain batch. */
  @Nullable EventRecord plainRecord() {
    return plainRecord;
  }

  HashKey firstHash() {
    return firstHash;
  }

  @Nullable Entry entry() {
    return entry;
  }

  int size() {
    return size;
  }

  /** How many of the records have a fate that somebody still waits for. */
  int events() {
    return repeat ? 0 : size;
  }

  /** Counts batches in the order in which they were filled; a part has the number of its whole. */
  long number() {
    return number;
  }

  void number(long given) {
    number = given;
  }

  long eventBytes() {
    return eventBytes;
  }

  long reservedBytes() {
    return reservedBytes;
  }

  int attempts() {
    return attempts;
  }

  long notBeforeNanos() {
    return notBeforeNanos;
  }

  private void append(PutCallback callback) {
    if (size == callbacks.length) {
      callbacks = Arrays.copyOf(callbacks, size * 2);
    }
    callbacks[size++] = callback;
  }
}
