// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

/** A way to put events one by one, which tells when the stream has each. Used by one thread. */
interface PacedContestant extends Contestant {

  /**
   * Puts an event.
   *
   * @param events where it comes from
   * @param number its number
   * @param stored called once the stream has it, on any thread
   * @throws InterruptedException if the thread is interrupted
   */
  void put(EventPool events, long number, Runnable stored) throws InterruptedException;
}
