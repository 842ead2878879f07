// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.fault;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What the server asks about whole requests to one service. Set by tests through {@link
 * RequestFaults}, asked by the server's threads; its monitor guards it.
 */
public final class RequestScript {

  private final InstantSource clock;

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
  public RequestScript(InstantSource clock) {
    this.clock = clock;
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
   * @param stored whether the request changed what the service stores
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
    requestsToFail = 0;
    failingUntil = Long.MIN_VALUE;
    answersToReset = 0;
    answersToLose = 0;
    latency = Duration.ZERO;
  }

  /** What happens to an answer. */
  public enum AnswerFate {
    /** It reaches the client. */
    SENT,
    /** The connection closes instead, although what was asked for is done. */
    LOST,
    /** The connection is reset in the midst of it. */
    RESET
  }
}
