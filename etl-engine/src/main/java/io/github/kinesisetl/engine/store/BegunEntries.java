// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import java.util.Set;

/**
 * Which of the entries that were asked for a delivery may work on. Those that are in neither set
 * are another delivery's, or could not be asked for in time: they fail for now.
 *
 * @param own marked for the delivery, until it ends them or its lease is over
 * @param done finished by another delivery, or by this one before
 */
public record BegunEntries(Set<String> own, Set<String> done) {

  /** Keeps both sets. */
  public BegunEntries {
    own = Set.copyOf(own);
    done = Set.copyOf(done);
  }
}
