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
 * @param requireEncrypted whether what lies in no encrypted frame is a dead letter
 * @param zlib whether entries that begin like zlib are opened, too
 * @param splitJson whether an entry of several JSON documents, or of one array, is as many records
 */
public record ReaderOptions(
    ReaderLimits limits,
    @Nullable Decryptor decryptor,
    @Nullable ClaimStore claims,
    boolean requireEncrypted,
    boolean zlib,
    boolean splitJson) {

  /** The reader's default limits, neither decryptor nor claim store, and nothing beyond. */
  public static final ReaderOptions DEFAULT =
      new ReaderOptions(ReaderLimits.DEFAULT, null, null, false, false, false);

  /** Checks that there are limits, and that what is required can be opened. */
  public ReaderOptions {
    requireNonNull(limits, "limits");
    if (requireEncrypted && decryptor == null) {
      throw new IllegalArgumentException(
          "requireEncrypted needs a decryptor; without one nothing could be read");
    }
  }

  /**
   * The same with other limits.
   *
   * @param other how much one entry may hold
   * @return new options
   */
  public ReaderOptions limits(ReaderLimits other) {
    return new ReaderOptions(other, decryptor, claims, requireEncrypted, zlib, splitJson);
  }

  /**
   * The same with a decryptor.
   *
   * @param other opens encrypted frames
   * @return new options
   */
  public ReaderOptions decryptor(Decryptor other) {
    return new ReaderOptions(
        limits, requireNonNull(other, "decryptor"), claims, requireEncrypted, zlib, splitJson);
  }

  /**
   * The same with a claim store.
   *
   * @param other redeems claim checks
   * @return new options
   */
  public ReaderOptions claims(ClaimStore other) {
    return new ReaderOptions(
        limits, decryptor, requireNonNull(other, "claims"), requireEncrypted, zlib, splitJson);
  }

  /**
   * The same, whether plaintext is a dead letter or not: who may write to a stream could leave the
   * encryption out.
   *
   * @param required whether it is
   * @return new options
   * @throws IllegalArgumentException if there is no decryptor
   */
  public ReaderOptions requireEncrypted(boolean required) {
    return new ReaderOptions(limits, decryptor, claims, required, zlib, splitJson);
  }

  /**
   * The same, whether zlib is opened or not, which agents of Fluentd and Glue's library write.
   *
   * @param opened whether it is
   * @return new options
   */
  public ReaderOptions zlib(boolean opened) {
    return new ReaderOptions(limits, decryptor, claims, requireEncrypted, opened, splitJson);
  }

  /**
   * The same, whether several JSON documents in one entry, or the elements of one array, are
   * records each or not.
   *
   * @param split whether they are
   * @return new options
   */
  public ReaderOptions splitJson(boolean split) {
    return new ReaderOptions(limits, decryptor, claims, requireEncrypted, zlib, split);
  }

  /**
   * Makes a reader.
   *
   * @return a reader; whoever asks closes it
   */
  public RecordReader newReader() {
    RecordReader.Builder reader =
        RecordReader.builder().limits(limits).zlib(zlib).splitJson(splitJson);
    if (decryptor != null) {
      reader.decryptor(decryptor);
    }
    if (claims != null) {
      reader.claims(claims);
    }
    return reader.requireEncrypted(requireEncrypted).build();
  }

  /** Says what is set; neither keys nor places. */
  @Override
  public String toString() {
    return "ReaderOptions[limits=%s, decryptor=%s, claims=%s, requireEncrypted=%s, zlib=%s, splitJson=%s]"
        .formatted(
            limits,
            decryptor == null ? "none" : "set",
            claims == null ? "none" : "set",
            requireEncrypted,
            zlib,
            splitJson);
  }
}
