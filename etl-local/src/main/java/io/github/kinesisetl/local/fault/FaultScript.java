// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.fault;

import io.github.kinesisetl.local.stream.EntryFaults;
import io.github.kinesisetl.local.stream.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server asks before it does what it should. Set by tests through {@link Faults}, asked by
 * the server's threads; its monitor guards it.
 */
public final class FaultScript implements EntryFaults {

  private final InstantSource clock;
  private final Faults faults = new Faults(this);
  private final Map<String, Long> throttledUntil = new HashMap<>();

  /** Written under the monitor, read without: entries need not wait for it when all is well. */
  private volatile boolean judging;

  private int everyNthEntry;
  private long entries;
  private int requestsToFail;
  private long failingUntil = Long.MIN_VALUE;
  private int answersToReset;
  private int answersToLose;
  private volatile Duration latency = Duration.ZERO;

  /**
   * Makes a script without faults.
   *
   * @param clock the server's clock
   */
  public FaultScript(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Returns what writes the script.
   *
   * @return the face for tests
   */
  public Faults faults() {
    return faults;
  }

  @Override
  public @Nullable ErrorCode judge(String streamName, String shardId) {
    return judging ? judgeNow(key(streamName, shardId)) : null;
  }

  /**
   * Asks whether a request fails with HTTP 500 before it does anything; each call is a request.
   *
   * @return whether it fails
   */
  public synchronized boolean failsRequest() {
    if (requestsToFail > 0) {
      requestsToFail--;
      return true;
    }
    return clock.millis() < failingUntil;
  }

  /**
   * Asks what happens to an answer; each call is an answer.
   *
   * @param stored whether the request stored entries
   * @return its fate
   */
  public synchronized AnswerFate fateOfAnswer(boolean stored) {
    if (stored && answersToLose > 0) {
      answersToLose--;
      return AnswerFate.LOST;
    }
    if (answersToReset > 0) {
      answersToReset--;
      return AnswerFate.RESET;
    }
    return AnswerFate.SENT;
  }

  /**
   * Asks how long an answer is held back.
   *
   * @return real time, not that of the server's clock
   */
  public Duration latency() {
    return latency;
  }

  private synchronized @Nullable ErrorCode judgeNow(String key) {
    Long until = throttledUntil.get(key);
    if (until != null && clock.millis() < until) {
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

  synchronized void unthrottle(String streamName, String shardId) {
    throttledUntil.remove(key(streamName, shardId));
    refresh();
  }

  synchronized void failRequests(int count) {
    requestsToFail = count;
  }

  synchronized void failRequests(Duration time) {
    failingUntil = clock.millis() + time.toMillis();
  }

  synchronized void resetAnswers(int count) {
    answersToReset = count;
  }

  synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  void latency(Duration latency) {
    this.latency = latency;
  }

  synchronized void clear() {
    everyNthEntry = 0;
    throttledUntil.clear();
    requestsToFail = 0;
    failingUntil = Long.MIN_VALUE;
    answersToReset = 0;
    answersToLose = 0;
    latency = Duration.ZERO;
    refresh();
  }

  private void refresh() {
    judging = everyNthEntry > 0 || !throttledUntil.isEmpty();
  }

  private static String key(String streamName, String shardId) {
    return streamName + '/' + shardId;
  }

  /** What happens to an answer. */
  public enum AnswerFate {
    /** It reaches the client. */
    SENT,
    /** The connection closes instead, although the entries are stored. */
    LOST,
    /** The connection is reset in the midst of it. */
    RESET
  }
}
