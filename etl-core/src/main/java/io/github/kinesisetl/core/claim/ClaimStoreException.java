// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.claim;

import org.jspecify.annotations.Nullable;

/**
 * Object storage did not answer, or denied access: trying again later may help.
 *
 * @since 0.1.0
 */
public final class ClaimStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message what was asked and what came back
   * @param cause what the storage's client threw, or null
   */
  public ClaimStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
