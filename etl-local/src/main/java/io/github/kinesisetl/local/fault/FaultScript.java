// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.fault;

import io.github.kinesisetl.local.api.EntryFaults;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.limit.Limits;
import io.github.kinesisetl.local.limit.RateLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Kinesis asks before it does what it should. Set by tests through {@link Faults}, asked by
 * the server's threads; its monitor guards it.
 */
public final class FaultScript implements EntryFaults {

  private final InstantSource clock;
  private final RequestScript requests;
  private final Faults faults;
  private final Map<String, Long> throttledUntil = new HashMap<>();
  private final Map<String, Heat> hot = new HashMap<>();

  /** Written under the monitor, read without: entries need not wait for it when all is well. */
  private volatile boolean judging;

  private int everyNthEntry;
  private long entries;

  /**
   * Makes a script without faults.
   *
   * @param clock the server's clock
   */
  public FaultScript(InstantSource clock) {
    this.clock = clock;
    this.requests = new RequestScript(clock);
    this.faults = new Faults(this);
  }

  /**
   * Returns what writes the script.
   *
   * @return the face for tests
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Returns the part about whole requests.
   *
   * @return the same for as long as the server runs
   */
  public RequestScript requests() {
    return requests;
  }

  @Override
  public @Nullable ErrorCode judge(String streamName, String shardId, int bytes) {
    return judging ? judgeNow(key(streamName, shardId), bytes) : null;
  }

  private synchronized @Nullable ErrorCode judgeNow(String key, int bytes) {
    long now = clock.millis();
    Long until = throttledUntil.get(key);
    if (until != null && now < until) {
      return ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED;
    }
    Heat heat = hot.get(key);
    if (heat != null && !heat.admits(bytes, now)) {
      return ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED;
    }
    if (everyNthEntry > 0 && ++entries % everyNthEntry == 0) {
      return ErrorCode.INTERNAL_FAILURE;
    }
    return null;
  }

  synchronized void everyNthEntry(int n) {
    everyNthEntry = n;
    entries = 0;
    refresh();
  }

  synchronized void throttle(String streamName, String shardId, @Nullable Duration time) {
    long until = time == null ? Long.MAX_VALUE : clock.millis() + time.toMillis();
    throttledUntil.put(key(streamName, shardId), until);
    refresh();
  }

  synchronized void heat(String streamName, String shardId, double left) {
    hot.put(key(streamName, shardId), new Heat(left));
    refresh();
  }

  synchronized void unthrottle(String streamName, String shardId) {
    throttledUntil.remove(key(streamName, shardId));
    hot.remove(key(streamName, shardId));
    refresh();
  }

  synchronized void clearEntries() {
    everyNthEntry = 0;
    throttledUntil.clear();
    hot.clear();
    refresh();
  }

  private void refresh() {
    judging = everyNthEntry > 0 || !throttledUntil.isEmpty() || !hot.isEmpty();
  }

  private static String key(String streamName, String shardId) {
    return streamName + '/' + shardId;
  }

  /** What others leave of a shard. */
  private static final class Heat {

    private final RateLimit entriesLeft;
    private final RateLimit bytesLeft;

    Heat(double left) {
      entriesLeft = new RateLimit(Math.round(Limits.WRITE_ENTRIES_PER_SECOND * left));
      bytesLeft = new RateLimit(Math.round(Limits.WRITE_BYTES_PER_SECOND * left));
    }

    boolean admits(int bytes, long now) {
      if (!entriesLeft.allows(1, now) || !bytesLeft.allows(bytes, now)) {
        return false;
      }
      entriesLeft.take(1, now);
      bytesLeft.take(bytes, now);
      return true;
    }
  }
}
