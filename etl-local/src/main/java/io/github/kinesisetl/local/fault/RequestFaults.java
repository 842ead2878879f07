// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.fault;

import java.time.Duration;

/**
 * Scripts what goes wrong with whole requests to a service, at any time while the server runs.
 * Times are those of the server's clock unless said otherwise. Safe for use by many threads.
 */
public sealed class RequestFaults permits Faults {

  private final RequestScript script;

  /**
   * Writes a script.
   *
   * @param script what the server asks
   */
  public RequestFaults(RequestScript script) {
    this.script = script;
  }

  /**
   * Answers the next requests with HTTP 500 and does nothing else about them.
   *
   * @param count how many requests, 0 to stop
   */
  public void failRequests(int count) {
    script.failRequests(atLeastZero("count", count));
  }

  /**
   * Answers all requests with HTTP 500 for a while.
   *
   * @param time how long from now
   */
  public void failRequestsFor(Duration time) {
    script.failRequests(atLeastZero("time", time));
  }

  /**
   * Holds every answer back.
   *
   * @param latency real time, zero to stop
   */
  public void latency(Duration latency) {
    script.latency(atLeastZero("latency", latency));
  }

  /**
   * Resets the connection in the midst of the next answers.
   *
   * @param count how many answers, 0 to stop
   */
  public void resetAnswers(int count) {
    script.resetAnswers(atLeastZero("count", count));
  }

  /**
   * Closes the connection instead of answering the next requests that stored something: the
   * ambiguous put, which a client repeats and so stores twice.
   *
   * @param count how many requests, 0 to stop
   */
  public void loseAnswers(int count) {
    script.loseAnswers(atLeastZero("count", count));
  }

  /** Ends all faults. */
  public void clear() {
    script.clear();
  }

  static int atLeastZero(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, but is " + value);
    }
    return value;
  }

  static Duration atLeastZero(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
    return value;
  }
}
