// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The records of one entry, from the first put until all their fates are known. Filled under its
 * lane's lock, encoded by a compression thread, then owned by the dispatcher.
 */
final class Batch {

  /** Well below what readers accept by default, whatever the events' size. */
  static final int MAX_RECORDS = 50_000;

  /** What a buffered event costs beside its bytes if somebody waits for its fate. */
  static final int CALLBACK_BYTES = 48;

  /** What a batch itself costs: this object, its entry, its places in queues. */
  static final int OVERHEAD_BYTES = 512;

  /** Most bytes that an aggregate adds to a record. */
  private static final int RECORD_OVERHEAD_BYTES = 16;

  /**
   * The order in which batches were filled, as far as one key can be in both: first by the lane
   * they were filled in, whoever has their parts now, then by number.
   */
  static final Comparator<Batch> IN_ORDER_OF_FILLING =
      Comparator.<Batch>comparingInt(batch -> batch.generation).thenComparingLong(Batch::number);

  private static final @Nullable PutCallback[] NO_CALLBACKS = {};
  private static final int INITIAL_CALLBACKS = 16;

  private final Lane lane;
  private final long firstPutNanos;
  private final HashKey firstHash;
  private long lastPutNanos; // at least about
  private @Nullable RecordAggregator aggregator;
  private @Nullable PutCallback[] callbacks =
      NO_CALLBACKS; // grows with the first event that has one
  private int size;
  private int waitingForFate; // how many of the events may have a callback, from the first
  private long eventBytes;
  private long reservedBytes = OVERHEAD_BYTES;
  private int attempts;
  private long number;
  private int generation; // of the lane in which it, or its whole, was filled
  private long producerEpoch; // whose aggregate, and which: the first parts of the events' ids
  private long aggregate;
  private int owed; // events whose fate the log waits to hear of from this batch
  private boolean repeat;
  private boolean full;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private long notBeforeNanos;
  private long encodedNanos; // written before the entry
  private volatile @Nullable Entry entry; // written by a compression thread
  private @Nullable SpilledEntry spilled; // guarded by the dispatcher

  private Batch(Lane lane, @Nullable RecordAggregator aggregator, HashKey hash, long now) {
    this.lane = lane;
    this.generation = lane.generation();
    this.aggregator = aggregator;
    this.firstHash = hash;
    this.firstPutNanos = now;
    this.lastPutNanos = now;
    this.notBeforeNanos = now;
  }

  /** An empty batch for an aggregate; its first record decides where it goes. */
  static Batch aggregated(Lane lane, RecordAggregator aggregator, HashKey firstHash, long now) {
    return new Batch(lane, aggregator, firstHash, now);
  }

  /** A batch for an entry that is its only record. */
  static Batch plain(Lane lane, Entry entry, HashKey hash, long now) {
    var batch = new Batch(lane, null, hash, now);
    batch.encodedNanos = now;
    batch.entry = entry;
    return batch;
  }

  /**
   * What an event may take until its fate is known, with the room that arrays are rounded up to.
   */
  static long bytesToReserve(KeyBuffer key, RecordBuffer data, PutCallback callback) {
    long bytes = (long) data.sizeBytes() + key.sizeBytes() + RECORD_OVERHEAD_BYTES;
    return bytes + bytes / 8 + (isNone(callback) ? 0 : CALLBACK_BYTES);
  }

  /** Takes a record whose bytes the entry has already, or will get from the aggregator. */
  void add(KeyBuffer key, RecordBuffer data, PutCallback callback, long reserved) {
    if (aggregator != null) {
      int unused = aggregator.add(key, data.array(), 0, data.sizeBytes());
    }
    append(callback);
    eventBytes += data.sizeBytes();
    reservedBytes += reserved;
  }

  /** An empty batch for records whose entry is made without it. */
  static Batch encodedElsewhere(Lane lane, HashKey firstHash, long now) {
    return new Batch(lane, null, firstHash, now);
  }

  /** A batch of what a split kept of another one: as old, as often tried, already encoded. */
  static Batch splitFrom(Batch whole, Lane lane, HashKey firstHash) {
    var part = new Batch(lane, null, firstHash, whole.firstPutNanos);
    part.attempts = whole.attempts;
    part.lastPutNanos = whole.lastPutNanos;
    part.number = whole.number;
    part.generation = whole.generation;
    part.producerEpoch = whole.producerEpoch;
    part.aggregate = whole.aggregate;
    part.repeat = whole.repeat;
    return part;
  }

  /** Names the aggregate that the events' ids begin with. */
  void identify(long epoch, long number) {
    producerEpoch = epoch;
    aggregate = number;
  }

  /** Takes over from a whole to tell the log of so many events. */
  void oweFor(Batch whole, int events) {
    int taken = Math.min(whole.owed, events);
    whole.owed -= taken;
    owed += taken;
  }

  /** Says that the log waits to hear of one more event. */
  void oweOne() {
    owed++;
  }

  /** How many events the log waits to hear of from this batch. */
  int owed() {
    return owed;
  }

  long producerEpoch() {
    return producerEpoch;
  }

  long aggregate() {
    return aggregate;
  }

  /** Counts on the part of a split a record whose fate a callback of the whole hears. */
  void keep(PutCallback callback, int eventBytesKept) {
    append(callback);
    eventBytes += eventBytesKept;
  }

  /** Says that no further record fits, so that more batches are likely to follow soon. */
  void markFull() {
    full = true;
  }

  boolean isFull() {
    return full;
  }

  /** Says that the events are accepted already, and are only stored where they belong. */
  void markRepeat() {
    repeat = true;
  }

  PutCallback callback(int index) {
    PutCallback callback = index < callbacks.length ? callbacks[index] : null;
    return callback == null ? PutCallback.NONE : callback;
  }

  /** Whether one more record keeps the aggregate within a bound. */
  boolean hasRoomFor(KeyBuffer key, RecordBuffer data, int maxBytes) {
    return aggregator != null
        && size < MAX_RECORDS
        && aggregator.sizeBytes() + RecordAggregator.maxBytesOf(key.sizeBytes(), data.sizeBytes())
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
    long spare = Math.max(0, reservedBytes - heldWith(encoded));
    reservedBytes -= spare;
    encodedNanos = System.nanoTime();
    entry = encoded;
    return spare;
  }

  /** Sets what is sent of a split, which holds just that. */
  void encodedPart(Entry encoded) {
    reservedBytes = heldWith(encoded);
    encodedNanos = System.nanoTime();
    entry = encoded;
  }

  /**
   * Tells every callback; one that throws costs its neighbours nothing.
   *
   * @return the first that a callback threw; null if none did
   */
  @Nullable Throwable settle(PutResult result) {
    Throwable thrown = null;
    for (int i = 0; i < waitingForFate; i++) {
      try {
        callback(i).settled(result);
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

  /** Says that the batch takes no more records. */
  void sealed(long now) {
    lastPutNanos = now;
  }

  /** When the last record came, or a little later. */
  long lastPutNanos() {
    return lastPutNanos;
  }

  HashKey firstHash() {
    return firstHash;
  }

  @Nullable Entry entry() {
    return entry;
  }

  /** Takes the entry out of memory; until it is back, the batch cannot be sent. */
  Entry withhold() {
    Entry withheld = requireNonNull(entry);
    entry = null;
    return withheld;
  }

  /** Notes where the entry is, and returns the bytes that need not be held any more. */
  long spilledTo(SpilledEntry place, Entry withheld) {
    spilled = place;
    reservedBytes -= withheld.array().length;
    return withheld.array().length;
  }

  /** Takes the entry back that was withheld. */
  void restore(Entry withheld) {
    entry = withheld;
  }

  /** Takes the entry back that was on disk. */
  void loaded(Entry fromDisk) {
    spilled = null;
    reservedBytes += fromDisk.array().length;
    entry = fromDisk;
  }

  /** Where the entry is on disk; null if it is not. */
  @Nullable SpilledEntry spilled() {
    return spilled;
  }

  /** Since when it could be sent; read it after {@link #entry()}. */
  long encodedNanos() {
    return encodedNanos;
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

  private long heldWith(Entry encoded) {
    return OVERHEAD_BYTES + encoded.array().length + (long) callbacks.length * CALLBACK_BYTES;
  }

  /** Nothing is kept for events of whose fate nobody wants to hear. */
  private void append(PutCallback callback) {
    if (!isNone(callback)) {
      if (size >= callbacks.length) {
        callbacks = Arrays.copyOf(callbacks, Math.max(INITIAL_CALLBACKS, size * 2));
      }
      callbacks[size] = callback;
      waitingForFate = size + 1;
    }
    size++;
  }

  @SuppressWarnings("ReferenceEquality") // the one constant is meant, not what a user calls equal
  private static boolean isNone(PutCallback callback) {
    return callback == PutCallback.NONE;
  }
}
