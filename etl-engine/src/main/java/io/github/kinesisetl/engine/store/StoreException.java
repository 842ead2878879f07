// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * A store of ids or of states does not answer; later it may. The message quotes neither ids nor
 * names.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message what failed
   * @param cause what found it, or null
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
