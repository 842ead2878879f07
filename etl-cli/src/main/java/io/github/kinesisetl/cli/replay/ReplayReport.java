// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay did. Immutable.
 *
 * @param counts how many letters
 * @param failures letters that were put and not stored, by the producer's error code; {@code
 *     HeldBack} are those that were not put, because they would have overtaken one that failed
 * @param kinds letters that were wanted, by stage and reason; at most 1,000 kinds, the others
 *     together as {@code other}
 * @param remarks places of what is unreadable or was kept, at most 100
 * @param stopped why the run ended before its source, if it did
 */
public record ReplayReport(
    Counts counts,
    Map<String, Long> failures,
    Map<LetterKind, Long> kinds,
    List<String> remarks,
    Optional<String> stopped) {

  /** Copies the collections. */
  public ReplayReport {
    failures = Map.copyOf(failures);
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    remarks = List.copyOf(remarks);
  }

  /**
   * Whether nothing failed: all letters that were wanted are stored, and deleted if they should be.
   *
   * @return false if anything is left because it failed or is not readable, or the run was stopped
   */
  public boolean isComplete() {
    return failures.isEmpty()
        && counts.unreadable() == 0
        && counts.undeleted() == 0
        && stopped.isEmpty();
  }

  /**
   * How many letters.
   *
   * @param letters letters that were read
   * @param stored letters that lie on the stream again
   * @param filtered letters that were not wanted
   * @param unreadable messages, lines and entries that are no letters; not among the letters
   * @param undeleted messages and objects whose letters are stored and which could not be deleted
   */
  public record Counts(long letters, long stored, long filtered, long unreadable, long undeleted) {

    /** Checks that no count is negative, and that no more is stored than was read. */
    public Counts {
      if (filtered < 0 || unreadable < 0 || undeleted < 0 || stored < 0 || stored > letters) {
        throw new IllegalArgumentException(
            "counts must be at least 0, and stored at most letters, but are letters=%d stored=%d"
                    .formatted(letters, stored)
                + " filtered=%d unreadable=%d undeleted=%d"
                    .formatted(filtered, unreadable, undeleted));
      }
    }

    /**
     * How many letters stay in their source, or come again.
     *
     * @return letters that are not stored
     */
    public long left() {
      return letters - stored;
    }
  }
}
