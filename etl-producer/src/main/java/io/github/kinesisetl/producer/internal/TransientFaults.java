// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.core.encrypt.DataKeyException;

/** Tells what passes from what does not, whatever a step of the producer's own threw. */
public final class TransientFaults {

  private TransientFaults() {}

  /**
   * Whether the same step may succeed later, on the same events: there is no memory, no key or no
   * library now, which every event needs. All else is about what the step was done with.
   *
   * @param thrown what a step threw
   * @return true if it is to be tried again, and says nothing about the events
   */
  public static boolean isTransient(Throwable thrown) {
    return thrown instanceof OutOfMemoryError
        || thrown instanceof LinkageError
        || (thrown instanceof DataKeyException key && key.retryHelps());
  }
}
