// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * What happened to an alert.
 *
 * @since 0.1.0
 */
public sealed interface AlertChange {
  /**
   * The alert as it stands.
   *
   * @return the alert
   */
  Alert alert();

  /**
   * The episode is grave enough to tell somebody.
   *
   * @param alert as known so far
   */
  record Raised(Alert alert) implements AlertChange {}

  /**
   * The episode is over.
   *
   * @param alert with its final peak
   */
  record Closed(Alert alert) implements AlertChange {}
}
