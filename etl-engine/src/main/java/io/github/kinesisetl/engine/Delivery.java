// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import java.util.function.IntSupplier;

/**
 * How a batch was delivered.
 *
 * @param id names the delivery in the log, such as a request id
 * @param remainingMillis tells the time left to work on it; asked for often, by many threads
 * @param redelivery from where its source begins again
 */
public record Delivery(String id, IntSupplier remainingMillis, Redelivery redelivery) {

  /** Checks that all is there. */
  public Delivery {
    requireNonNull(id, "id");
    requireNonNull(remainingMillis, "remainingMillis");
    requireNonNull(redelivery, "redelivery");
  }

  /** From where a source begins again when something was not finished. */
  public enum Redelivery {
    /**
     * With the whole entry, as Lambda's event source mappings do: what was gathered of an entry
     * that is not finished is left to the next delivery, unless somebody remembers what is done.
     */
    ENTRY,
    /** With the very record, as a KCL application can: what was done before it stays done. */
    RECORD
  }
}
