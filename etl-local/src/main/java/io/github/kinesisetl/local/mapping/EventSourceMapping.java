// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.ShardView;
import io.github.kinesisetl.local.stream.EntryReader;
import io.github.kinesisetl.local.stream.ShardCatalog;
import io.github.kinesisetl.local.stream.ShardFilter;
import io.github.kinesisetl.local.stream.StreamCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what lies on a stream to a function, from the oldest entry on, shard by shard: a parent
 * to its end before its children, entries of one key in order, failures as AWS Lambda treats them.
 * Safe for use by many threads.
 */
public final class EventSourceMapping implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventSourceMapping.class);
  private static final long DISCOVERY_MILLIS = 50;
  private static final int MAX_SHARDS = 10_000;
  private static final ShardFilter EVERY_SHARD =
      new ShardFilter(ShardFilter.Type.FROM_TRIM_HORIZON, null, null);

  private final String streamName;
  private final ShardCatalog catalog;
  private final EntryReader reader;
  private final MappingPolicy policy;
  private final InvocationPayload payloads;
  private final BatchInvoker invoker;
  private final MappingCounters counters = new MappingCounters();
  private final Map<String, ShardFeed> feeds = new ConcurrentHashMap<>();
  private final Set<String> started = new HashSet<>(); // only the discovering thread
  private final Set<String> finished = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;

  private EventSourceMapping(Builder builder) {
    EventSource source = builder.source;
    streamName = source.streamName();
    catalog = new ShardCatalog(source.account());
    reader = new EntryReader(source.account());
    policy = new MappingPolicy(builder.options());
    String arn = new StreamCatalog(source.account()).view(streamName).arn();
    payloads = new InvocationPayload(source.region(), arn);
    invoker = new BatchInvoker(builder.function(), policy, payloads, counters, source.clock());
    var number = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(task -> {
          String name = "mapping-" + streamName + "-" + number.incrementAndGet();
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
    start("discovery", this::discover);
  }

  /**
   * What was done so far.
   *
   * @return a snapshot
   */
  public MappingMetrics metrics() {
    return counters.snapshot(feeds.size());
  }

  /**
   * Waits until everything that lies on the stream now is done or given up.
   *
   * @param timeout longest wait
   * @return false if it is not when the time is over
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    long beganNanos = System.nanoTime();
    while (!isCaughtUpSince(beganNanos)) {
      if (Duration.ofNanos(System.nanoTime() - beganNanos).compareTo(timeout) > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(DISCOVERY_MILLIS);
    }
    return true;
  }

  /** Stops all deliveries; a running invocation is interrupted, and its batch stays undone. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("an invocation for stream {} does not end", streamName);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isCaughtUpSince(long nanos) {
    boolean read =
        shards().stream()
            .map(ShardView::id)
            .allMatch(id -> finished.contains(id) || isAtTip(feeds.get(id), nanos));
    return read && metrics().entriesUnderWay() == 0;
  }

  private static boolean isAtTip(@Nullable ShardFeed feed, long nanos) {
    return feed != null && feed.wasAtTipSince(nanos);
  }

  private void discover() throws InterruptedException {
    while (true) {
      try {
        for (ShardView shard : shards()) {
          if (!started.contains(shard.id()) && parentsAreFinished(shard)) {
            started.add(shard.id());
            begin(shard.id());
          }
        }
      } catch (KinesisError e) {
        log.debug("cannot list the shards of {}, trying again", streamName, e);
      }
      TimeUnit.MILLISECONDS.sleep(DISCOVERY_MILLIS);
    }
  }

  /** A parent that is not listed any more was trimmed long ago. */
  private boolean parentsAreFinished(ShardView shard) {
    Collection<String> listed = shards().stream().map(ShardView::id).toList();
    return shard.parentIds().stream()
        .allMatch(parent -> finished.contains(parent) || !listed.contains(parent));
  }

  private void begin(String shardId) {
    List<BatchLane> lanes = new ArrayList<>();
    for (int i = 0; i < policy.options().parallelizationFactor(); i++) {
      lanes.add(new BatchLane(shardId, policy, payloads, invoker));
    }
    var feed = new ShardFeed(reader, streamName, shardId, lanes, counters);
    feeds.put(shardId, feed);
    var running = new CountDownLatch(lanes.size());
    start(shardId + " feed", feed::run);
    for (BatchLane lane : lanes) {
      start(
          shardId + " lane",
          () -> {
            try {
              lane.run();
            } finally {
              running.countDown();
            }
            if (running.getCount() == 0) {
              finished.add(shardId);
              feeds.remove(shardId);
            }
          });
    }
  }

  private List<ShardView> shards() {
    return catalog.list(streamName, EVERY_SHARD, null, MAX_SHARDS).shards();
  }

  private void start(String job, Task task) {
    threads.execute(() -> {
      try {
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed
      } catch (RuntimeException | Error e) { // the thread's outermost loop
        log.error("the {} of stream {} broke", job, streamName, e);
      }
    });
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  /**
   * Describes a mapping, first with AWS Lambda's defaults: 100 entries, no window, one lane,
   * endless retries, no bisecting, no partial responses. Not safe for use by many threads.
   */
  public static final class Builder {
    private final EventSource source;
    private final Function<FunctionEnvironment, LambdaFunction> function;
    private String functionName = "function";
    private Duration timeout = FunctionEnvironment.DEFAULT_TIMEOUT;
    private int batchSize = 100;
    private Duration window = Duration.ZERO;
    private int parallelizationFactor = 1;
    private int maxRetryAttempts = -1;
    private Duration maxRecordAge = Duration.ZERO;
    private boolean bisectOnError;
    private boolean reportBatchItemFailures;
    private Consumer<FailedBatch> onFailure = batch -> {};

    Builder(EventSource source, Function<FunctionEnvironment, LambdaFunction> function) {
      this.source = source;
      this.function = function;
    }

    /**
     * Sets the name that a handler's context tells.
     *
     * @param name 1 to 64 letters, digits, hyphens and underscores; {@code function} if not set
     * @return this
     */
    public Builder functionName(String name) {
      if (!name.matches("[a-zA-Z0-9-_]{1,64}")) {
        throw new IllegalArgumentException(
            "functionName must match [a-zA-Z0-9-_]{1,64}, but is " + name);
      }
      functionName = name;
      return this;
    }

    /**
     * Sets the time that a handler's context counts down. Nothing ends an invocation that takes
     * longer.
     *
     * @param time 1 second to 15 minutes; a minute if not set
     * @return this
     */
    public Builder timeout(Duration time) {
      int unused = inRange("timeout in s", time.toSeconds(), 1, 900);
      timeout = time;
      return this;
    }

    /**
     * Sets the most entries of a batch.
     *
     * @param entries 1 to 10,000
     * @return this
     */
    public Builder batchSize(int entries) {
      batchSize = inRange("batchSize", entries, 1, 10_000);
      return this;
    }

    /**
     * Sets the longest wait for a batch to fill.
     *
     * @param time zero to 5 minutes
     * @return this
     */
    public Builder window(Duration time) {
      int unused = inRange("window in ms", time.toMillis(), 0, 300_000);
      window = time;
      return this;
    }

    /**
     * Sets how many batches of a shard are delivered side by side, told apart by partition key.
     *
     * @param lanes 1 to 10
     * @return this
     */
    public Builder parallelizationFactor(int lanes) {
      parallelizationFactor = inRange("parallelizationFactor", lanes, 1, 10);
      return this;
    }

    /**
     * Sets how often a failed batch is repeated before it is given up.
     *
     * @param attempts -1 for no bound, or 0 to 10,000
     * @return this
     */
    public Builder maxRetryAttempts(int attempts) {
      maxRetryAttempts = inRange("maxRetryAttempts", attempts, -1, 10_000);
      return this;
    }

    /**
     * Sets the age at which entries are given up.
     *
     * @param age zero for no bound, or up to 7 days
     * @return this
     */
    public Builder maxRecordAge(Duration age) {
      int unused = inRange("maxRecordAge in s", age.toSeconds(), 0, 604_800);
      maxRecordAge = age;
      return this;
    }

    /**
     * Sets whether a batch that failed as a whole is split in two, so that one bad entry is found.
     *
     * @param bisect whether to
     * @return this
     */
    public Builder bisectOnError(boolean bisect) {
      bisectOnError = bisect;
      return this;
    }

    /**
     * Sets whether the answer's {@code batchItemFailures} count; without, every answer is success.
     *
     * @param report whether they do
     * @return this
     */
    public Builder reportBatchItemFailures(boolean report) {
      reportBatchItemFailures = report;
      return this;
    }

    /**
     * Sets what gets the batches that were given up.
     *
     * @param destination called on a thread of the mapping
     * @return this
     */
    public Builder onFailure(Consumer<FailedBatch> destination) {
      onFailure = requireNonNull(destination, "destination");
      return this;
    }

    /**
     * Starts the mapping.
     *
     * @return the mapping; close it
     * @throws IllegalArgumentException if there is no such stream
     */
    public EventSourceMapping start() {
      try {
        return new EventSourceMapping(this);
      } catch (KinesisError e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }

    private LambdaFunction function() {
      return function.apply(new FunctionEnvironment(functionName, source.region(), timeout));
    }

    private MappingOptions options() {
      return new MappingOptions(
          batchSize,
          window,
          parallelizationFactor,
          maxRetryAttempts,
          maxRecordAge,
          bisectOnError,
          reportBatchItemFailures,
          onFailure);
    }

    private static int inRange(String name, long value, int min, int max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            "%s must be %d to %d, but is %d".formatted(name, min, max, value));
      }
      return (int) value;
    }
  }
}
