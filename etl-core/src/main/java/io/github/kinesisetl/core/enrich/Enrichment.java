// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

/**
 * What one step made of an event. Reasons name fields and rules, never values: they reach logs.
 *
 * @since 0.1.0
 */
public sealed interface Enrichment {

  /**
   * The fields were added.
   *
   * @return the one instance
   */
  static Enrichment enriched() {
    return Enriched.INSTANCE;
  }

  /** The fields were added. */
  enum Enriched implements Enrichment {
    /** There is nothing more to say. */
    INSTANCE
  }

  /**
   * There is nothing to add: the input is absent or unusable, or the reference data does not know
   * it.
   *
   * @param reason the field and the rule
   */
  record Missing(String reason) implements Enrichment {
    /** Checks that there is a reason. */
    public Missing {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The step could not find out, and a later attempt may.
   *
   * @param reason what failed
   */
  record Failed(String reason) implements Enrichment {
    /** Checks that there is a reason. */
    public Failed {
      requireNonNull(reason, "reason");
    }
  }
}
