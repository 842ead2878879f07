// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The variables that functions read: a name that is none of them is a typing error. Stateless. */
final class SettingNames {

  static final String PREFIX = "ETL_";

  /** All of them, whichever function reads them: one environment may serve several functions. */
  static final Set<String> ALL =
      Set.of(
          "ETL_DEADLINE_MARGIN_MILLIS",
          "ETL_DEAD_LETTERS",
          "ETL_DECRYPT",
          "ETL_DETECTOR_SAVES",
          "ETL_DETECTOR_STATE",
          "ETL_ENCRYPTION_CONTEXT",
          "ETL_ENRICHERS",
          "ETL_IDEMPOTENCY",
          "ETL_IDEMPOTENCY_SECONDS",
          "ETL_ID_FIELDS",
          "ETL_IN_PROGRESS_SECONDS",
          "ETL_KEY_FIELD",
          "ETL_LANES",
          "ETL_MAX_AGE_SECONDS",
          "ETL_MAX_ATTEMPTS",
          "ETL_MAX_SERIES",
          "ETL_METRICS_NAMESPACE",
          "ETL_OWN_HOSTS",
          "ETL_PARTITION_FIELD",
          "ETL_PARTITION_KEYS",
          "ETL_REMEMBER_ALL",
          "ETL_REQUIRE_ENCRYPTED",
          "ETL_SCHEMA",
          "ETL_SERIES_KEY",
          "ETL_SERIES_TIME",
          "ETL_SERIES_TYPE",
          "ETL_SERIES_VALUE",
          "ETL_SINK",
          "ETL_SINK_MODE",
          "ETL_SPLIT_JSON",
          "ETL_TRACE",
          "ETL_WINDOW_VALUE",
          "ETL_ZLIB");

  private SettingNames() {}

  /**
   * Checks that every name that begins like ours is one of ours.
   *
   * @throws IllegalArgumentException if one is not; it names the nearest that is
   */
  static void check(Map<String, String> environment) {
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !ALL.contains(name)) {
        throw new IllegalArgumentException(
            "%s is no setting; did you mean %s? docs/lambda.md lists all, and names of your own must"
                    .formatted(name, nearest(name))
                + " not begin with "
                + PREFIX);
      }
    }
  }

  private static String nearest(String name) {
    return ALL.stream()
        .min(
            Comparator.<String>comparingInt(known -> differences(known, name))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** What is left of two names beside what they begin and end with alike. */
  private static int differences(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int front = 0;
    while (front < shorter && one.charAt(front) == other.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < shorter - front
        && one.charAt(one.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
      back++;
    }
    return Math.max(one.length(), other.length()) - front - back;
  }
}
