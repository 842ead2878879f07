// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import org.jspecify.annotations.Nullable;

/**
 * What keeps events from strangers and large ones from the stream: part of {@link ProducerOptions}.
 * Immutable.
 *
 * @param cipher what encrypts entries; null for nothing
 * @param claims where events lie that are too large for the stream; null for nowhere
 */
public record Protection(@Nullable FrameCipher cipher, @Nullable ClaimStore claims) {

  /** Neither. */
  public static final Protection DEFAULT = new Protection(null, null);

  /** Tells what is set and nothing of it: either may hold secrets. */
  @Override
  public String toString() {
    return "Protection[cipher=%s, claims=%s]".formatted(told(cipher), told(claims));
  }

  private static String told(@Nullable Object part) {
    return part == null ? "none" : "set";
  }

  Protection cipher(FrameCipher cipher) {
    return new Protection(cipher, claims);
  }

  Protection claims(ClaimStore claims) {
    return new Protection(cipher, claims);
  }
}
