// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.encrypt.Decryptor;
import org.jspecify.annotations.Nullable;

/**
 * How entries are opened.
 *
 * @param limits how much one entry may hold
 * @param decryptor opens encrypted frames; without it they are dead letters
 * @param claims redeems claim checks; without it they are dead letters
 */
public record ReaderOptions(
    ReaderLimits limits, @Nullable Decryptor decryptor, @Nullable ClaimStore claims) {

  /** The reader's default limits, neither decryptor nor claim store. */
  public static final ReaderOptions DEFAULT = new ReaderOptions(ReaderLimits.DEFAULT, null, null);

  /** Checks that there are limits. */
  public ReaderOptions {
    requireNonNull(limits, "limits");
  }

  /**
   * The same with other limits.
   *
   * @param other how much one entry may hold
   * @return new options
   */
  public ReaderOptions limits(ReaderLimits other) {
    return new ReaderOptions(other, decryptor, claims);
  }

  /**
   * The same with a decryptor.
   *
   * @param other opens encrypted frames
   * @return new options
   */
  public ReaderOptions decryptor(Decryptor other) {
    return new ReaderOptions(limits, requireNonNull(other, "decryptor"), claims);
  }

  /**
   * The same with a claim store.
   *
   * @param other redeems claim checks
   * @return new options
   */
  public ReaderOptions claims(ClaimStore other) {
    return new ReaderOptions(limits, decryptor, requireNonNull(other, "claims"));
  }

  /**
   * Makes a reader.
   *
   * @return a reader; whoever asks closes it
   */
  public RecordReader newReader() {
    RecordReader.Builder reader = RecordReader.builder().limits(limits);
    if (decryptor != null) {
      reader.decryptor(decryptor);
    }
    if (claims != null) {
      reader.claims(claims);
    }
    return reader.build();
  }

  /** Says what is set; neither keys nor places. */
  @Override
  public String toString() {
    return "ReaderOptions[limits=%s, decryptor=%s, claims=%s]"
        .formatted(limits, decryptor == null ? "none" : "set", claims == null ? "none" : "set");
  }
}
