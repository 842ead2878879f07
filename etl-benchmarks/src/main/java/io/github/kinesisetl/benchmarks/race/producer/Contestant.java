// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import java.util.concurrent.ExecutionException;

/** A way to put events. Used by one thread. */
public interface Contestant extends AutoCloseable {

  /**
   * Puts events and returns once the stream has them all.
   *
   * @param events where they come from
   * @param from the number of the first
   * @param to the number behind the last
   * @throws InterruptedException if the thread is interrupted
   * @throws ExecutionException if an event could not be put
   */
  void put(EventPool events, long from, long to) throws InterruptedException, ExecutionException;

  @Override
  void close();
}
