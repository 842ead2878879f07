// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import org.jspecify.annotations.Nullable;

/**
 * A key service gave no key. The message names no secret.
 *
 * @since 0.1.0
 */
public final class DataKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean retryHelps;

  /**
   * An exception.
   *
   * @param message what was asked and what came back
   * @param retryHelps false only if the wrapped key can never be opened: it was changed, or is none
   * @param cause what the service's client threw, or null
   */
  public DataKeyException(String message, boolean retryHelps, @Nullable Throwable cause) {
    super(message, cause);
    this.retryHelps = retryHelps;
  }

  /**
   * Whether to try again later.
   *
   * @return true if the service is away or denies access, which somebody can mend
   */
  public boolean retryHelps() {
    return retryHelps;
  }
}
