// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

/**
 * What reference data says of a key.
 *
 * @param <V> what is known of a key
 * @since 0.1.0
 */
public sealed interface LookupResult<V> {
  /**
   * The key is known.
   *
   * @param value what is known of it
   * @param version which edition of the reference data says so
   * @param <V> the type of the value
   */
  record Found<V>(V value, String version) implements LookupResult<V> {
    /** Checks that both are there. */
    public Found {
      requireNonNull(value, "value");
      requireNonNull(version, "version");
    }
  }

  /**
   * The reference data does not know the key.
   *
   * @param version which edition of the reference data says so
   * @param <V> the type of the value
   */
  record Absent<V>(String version) implements LookupResult<V> {
    /** Checks that there is a version. */
    public Absent {
      requireNonNull(version, "version");
    }
  }

  /**
   * The reference data cannot be asked now.
   *
   * @param reason what failed; without keys and values
   * @param <V> the type of the value
   */
  record Unavailable<V>(String reason) implements LookupResult<V> {
    /** Checks that there is a reason. */
    public Unavailable {
      requireNonNull(reason, "reason");
    }
  }
}
