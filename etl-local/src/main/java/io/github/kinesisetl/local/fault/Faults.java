// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.fault;

import java.time.Duration;

/**
 * Scripts what goes wrong, at any time while the server runs. Times are those of the server's clock
 * unless said otherwise. Safe for use by many threads.
 */
public final class Faults {

  private final FaultScript script;

  Faults(FaultScript script) {
    this.script = script;
  }

  /**
   * Fails every n-th entry with InternalFailure, counted from now over all streams; PutRecords
   * reports it for the entry, PutRecord answers HTTP 500.
   *
   * @param n 1 for every entry, 0 to stop
   * @return this
   */
  public Faults failEveryNthEntry(int n) {
    script.everyNthEntry(atLeastZero("n", n));
    return this;
  }

  /**
   * Throttles all entries for a shard until {@link #unthrottleShard} is called.
   *
   * @param streamName the stream
   * @param shardId such as {@code shardId-000000000000}
   * @return this
   */
  public Faults throttleShard(String streamName, String shardId) {
    script.throttle(streamName, shardId, null);
    return this;
  }

  /**
   * Throttles all entries for a shard for a while.
   *
   * @param streamName the stream
   * @param shardId such as {@code shardId-000000000000}
   * @param time how long from now
   * @return this
   */
  public Faults throttleShard(String streamName, String shardId, Duration time) {
    script.throttle(streamName, shardId, atLeastZero("time", time));
    return this;
  }

  /**
   * Ends what {@link #throttleShard} began.
   *
   * @param streamName the stream
   * @param shardId the shard
   * @return this
   */
  public Faults unthrottleShard(String streamName, String shardId) {
    script.unthrottle(streamName, shardId);
    return this;
  }

  /**
   * Answers the next requests with HTTP 500 and does nothing else about them.
   *
   * @param count how many requests, 0 to stop
   * @return this
   */
  public Faults failRequests(int count) {
    script.failRequests(atLeastZero("count", count));
    return this;
  }

  /**
   * Answers all requests with HTTP 500 for a while.
   *
   * @param time how long from now
   * @return this
   */
  public Faults failRequestsFor(Duration time) {
    script.failRequests(atLeastZero("time", time));
    return this;
  }

  /**
   * Holds every answer back.
   *
   * @param latency real time, zero to stop
   * @return this
   */
  public Faults latency(Duration latency) {
    script.latency(atLeastZero("latency", latency));
    return this;
  }

  /**
   * Resets the connection in the midst of the next answers.
   *
   * @param count how many answers, 0 to stop
   * @return this
   */
  public Faults resetAnswers(int count) {
    script.resetAnswers(atLeastZero("count", count));
    return this;
  }

  /**
   * Closes the connection instead of answering the next puts, after their entries were stored: the
   * ambiguous put, which a client repeats and so stores twice.
   *
   * @param count how many puts, 0 to stop
   * @return this
   */
  public Faults loseAnswers(int count) {
    script.loseAnswers(atLeastZero("count", count));
    return this;
  }

  /**
   * Ends all faults.
   *
   * @return this
   */
  public Faults clear() {
    script.clear();
    return this;
  }

  private static int atLeastZero(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, but is " + value);
    }
    return value;
  }

  private static Duration atLeastZero(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
    return value;
  }
}
