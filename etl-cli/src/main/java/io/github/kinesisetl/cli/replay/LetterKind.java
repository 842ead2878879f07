// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.DeadLetter;

/**
 * By what letters are counted. Immutable.
 *
 * @param stage where they were given up
 * @param reason why; shortened to {@value #MAX_REASON_CHARS} characters, without control characters
 */
public record LetterKind(String stage, String reason) {

  static final int MAX_REASON_CHARS = 200;

  /** Checks that both are there. */
  public LetterKind {
    requireNonNull(stage, "stage");
    requireNonNull(reason, "reason");
  }

  static LetterKind of(DeadLetter letter) {
    return new LetterKind(shortened(letter.stage()), shortened(letter.reason()));
  }

  /** A letter may come from anybody who may write to its source. */
  private static String shortened(String text) {
    String kept = text.substring(0, Math.min(MAX_REASON_CHARS, text.length()));
    return kept.replaceAll("\\p{Cntrl}", " ");
  }
}
