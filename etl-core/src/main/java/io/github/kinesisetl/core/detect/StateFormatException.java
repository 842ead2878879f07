// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * The bytes are no state of this kind and version. A retry with the same bytes fails again: start
 * with a fresh detector, which learns anew.
 *
 * @since 0.1.0
 */
public final class StateFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateFormatException(String message) {
    super(message);
  }
}
