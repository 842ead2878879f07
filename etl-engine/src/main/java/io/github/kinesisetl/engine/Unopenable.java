// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.engine.internal.UserCode;

/** What keeps an entry from being opened now. Stateless. */
final class Unopenable {

  private Unopenable() {}

  /** Why, without payload: our own exceptions say it, of others the class must do. */
  static String reason(Throwable thrown) {
    boolean isOurs = thrown instanceof DataKeyException || thrown instanceof ClaimStoreException;
    String name = UserCode.survived(thrown);
    return isOurs ? String.valueOf(thrown.getMessage()) : name;
  }
}
