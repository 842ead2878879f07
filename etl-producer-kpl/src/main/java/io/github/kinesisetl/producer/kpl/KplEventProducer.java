// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerMetrics;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Rejected;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/**
 * Puts events by the Kinesis Producer Library and its native daemon. Of the options it uses {@code
 * maxRecordBytes}, {@code maxBufferedBytes}, {@code maxBlock}, {@code closeTimeout} and {@code
 * metrics}; everything else is KPL's own configuration. KPL keeps no order among the events of a
 * key, and gives events no id. Safe for use by many threads.
 *
 * <p>What KPL does not do and this does: it bounds the bytes of events whose fate is unknown, and a
 * deadline bounds {@code flush} and {@code close}.
 *
 * @param <T> the type of event
 */
public final class KplEventProducer<T> implements EventProducer<T> {

  private static final Logger log = LoggerFactory.getLogger(KplEventProducer.class);

  private static final int INITIAL_RECORD_BYTES = 1024;

  /** What KPL takes unless it is told otherwise. */
  private static final int DEFAULT_MAX_RECORD_BYTES = 1 << 20;

  /** What an event costs in the JVM beside its bytes: future, callback, and KPL's own notes. */
  private static final int EVENT_OVERHEAD_BYTES = 512;

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 4);
  private static final long DESTROY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Codec<T> codec;
  private final Function<T, String> partitionKey;
  private final ProducerOptions options;
  private final int maxRecordBytes;
  private final Kpl kpl;
  private final KplCounters counters;
  private final Outstanding outstanding;
  private final ThreadLocal<Boolean> settling = ThreadLocal.withInitial(() -> false);
  private final Set<Put> puts = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<RecordBuffer> buffers =
      ThreadLocal.withInitial(() -> new RecordBuffer(INITIAL_RECORD_BYTES));

  KplEventProducer(
      Codec<T> codec, Function<T, String> partitionKey, ProducerOptions options, Kpl kpl) {
    this.codec = requireNonNull(codec, "codec");
    this.partitionKey = requireNonNull(partitionKey, "partitionKey");
    this.options = requireNonNull(options, "options");
    int set = options.encoding().maxRecordBytes();
    maxRecordBytes = set == 0 ? DEFAULT_MAX_RECORD_BYTES : set;
    this.kpl = kpl;
    counters = new KplCounters(options.metrics());
    outstanding =
        new Outstanding(options.memory().maxBufferedBytes(), options.memory().maxWait().toNanos());
  }

  /**
   * Starts KPL and its daemon.
   *
   * @param codec encodes the events
   * @param partitionKey gives each event its partition key, 1 to 256 characters
   * @param streamName the stream
   * @param configuration KPL's own settings
   * @param options the bounds
   * @param <T> the type of event
   * @return the producer; close it
   */
  public static <T> EventProducer<T> open(
      Codec<T> codec,
      Function<T, String> partitionKey,
      String streamName,
      KinesisProducerConfiguration configuration,
      ProducerOptions options) {
    return new KplEventProducer<>(
        codec, partitionKey, options, Kpl.start(configuration, streamName));
  }

  @Override
  public void put(T event, PutCallback callback) {
    requireNonNull(callback, "callback");
    RecordBuffer buffer = buffers.get();
    buffer.clear();
    EventRecord record = encode(event, buffer);
    if (record.sizeBytes() + record.partitionKey().length() * 3 > maxRecordBytes) {
      counters.put(record.sizeBytes());
      counters.rejected();
      callback.settled(KplResults.tooLarge(record.sizeBytes(), maxRecordBytes));
      return;
    }
    long bytes = (long) record.sizeBytes() + record.partitionKey().length() + EVENT_OVERHEAD_BYTES;
    var put = new Put(callback, outstanding.take(bytes, !isSettling()), bytes);
    puts.add(put);
    counters.put(record.sizeBytes());
    hand(record, put);
  }

  private EventRecord encode(T event, RecordBuffer buffer) {
    try {
      codec.encode(event, buffer);
      return EventRecord.of(partitionKey.apply(event), buffer.array(), 0, buffer.sizeBytes());
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) { // the border to users' code
      throw new IllegalArgumentException(
          "the event cannot be put: its codec or key threw " + e.getClass().getName(), e);
    }
  }

  /** Keeps its time also if KPL takes none of this; in a callback it waits for nothing. */
  @Override
  public long flush(Duration timeout) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + (isSettling() ? 0 : nanos(timeout));
    within(deadlineNanos, "flush", kpl::flush);
    return outstanding.await(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  /** What was done so far; KPL tells nothing of entries and requests. */
  @Override
  public ProducerMetrics metrics() {
    return counters.snapshot(outstanding.bytes());
  }

  @Override
  public void close() {
    long unused = close(options.delivery().closeTimeout());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Beyond the time-out it waits at most half a second, for the end of the daemon.
   */
  @Override
  public long close(Duration timeout) {
    if (isSettling()) {
      throw new IllegalStateException(
          "close was called in a callback, on a thread of KPL; call it on another thread");
    }
    long deadlineNanos = System.nanoTime() + nanos(timeout);
    if (!outstanding.close()) {
      outstanding.awaitEnd(Math.max(0, deadlineNanos - System.nanoTime()));
      return 0;
    }
    flushBeforeClose(timeout);
    long left = puts.size();
    puts.forEach(put -> put.settle(KplResults.closed()));
    outstanding.end();
    destroy();
    return left;
  }

  private void destroy() {
    try {
      within(System.nanoTime() + DESTROY_NANOS, "destroy", kpl::destroy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // KPL's own: its daemon is dead already
      log.warn("KPL cannot end its daemon", e);
    }
  }

  /** KPL's own calls have no time-out: one that hangs keeps a thread of its own. */
  private static void within(long deadlineNanos, String call, Runnable task)
      throws InterruptedException {
    var done = new CompletableFuture<Boolean>();
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
                done.complete(true);
              } catch (RuntimeException | Error e) { // told to the caller
                done.completeExceptionally(e);
              }
            },
            "etl-producer-kpl-" + call);
    thread.setDaemon(true);
    thread.start();
    try {
      boolean unused = done.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.debug("{} of KPL goes on", call);
    } catch (ExecutionException e) {
      Throwable cause = requireNonNull(e.getCause());
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    }
  }

  /** Any duration as nanoseconds that can be added to a time. */
  private static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(FOREVER) > 0 ? FOREVER.toNanos() : timeout.toNanos();
  }

  /** Whether this thread is in a callback, and so gives room back. */
  private boolean isSettling() {
    return settling.get();
  }

  private void flushBeforeClose(Duration timeout) {
    try {
      long left = flush(timeout);
      if (left > 0) {
        log.warn("closing with {} events not stored within {}", left, timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // KPL's own: its daemon is dead; the rest of closing goes on
      log.warn("KPL cannot flush; what is left is rejected", e);
    }
  }

  /** A daemon that is not there costs the event, and says so. */
  private void hand(EventRecord record, Put put) {
    try {
      Futures.addCallback(
          kpl.add(record.partitionKey(), ByteBuffer.wrap(record.copyData())),
          put,
          MoreExecutors.directExecutor());
    } catch (RuntimeException e) { // KPL's own: its daemon is dead, or it refuses the record
      put.settle(KplResults.rejected(e));
    }
  }

  /** One event on its way. */
  private final class Put implements FutureCallback<UserRecordResult> {
    private final PutCallback callback;
    private final Outstanding.Generation generation;
    private final long bytes;

    Put(PutCallback callback, Outstanding.Generation generation, long bytes) {
      this.callback = callback;
      this.generation = generation;
      this.bytes = bytes;
    }

    @Override
    public void onSuccess(UserRecordResult result) {
      settle(KplResults.of(result));
    }

    @Override
    public void onFailure(Throwable failure) {
      settle(KplResults.rejected(failure));
    }

    void settle(PutResult result) {
      if (!puts.remove(this)) {
        return;
      }
      if (result instanceof Rejected) {
        counters.rejected();
      } else {
        counters.accepted();
      }
      boolean isNested = settling.get();
      settling.set(true);
      try {
        callback.settled(result);
      } catch (RuntimeException | Error e) { // the user's code may throw anything
        log.warn("a put callback threw; callbacks must not", e);
      } finally {
        settling.set(isNested);
        outstanding.settled(generation, bytes);
      }
    }
  }
}
