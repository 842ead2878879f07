// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import java.util.List;

/**
 * Letters that were taken together. Immutable.
 *
 * @param letters the letters, in the source's order; may be empty though others follow
 * @param unreadable messages, lines or entries met on the way that are no letters; they stay
 * @param remarks what to tell whoever runs the replay, by place and without payload
 * @param isLast whether the source has no more
 */
public record LetterPage(
    List<DeadLetter> letters, int unreadable, List<String> remarks, boolean isLast) {

  /** Copies the lists and checks the count. */
  public LetterPage {
    letters = List.copyOf(letters);
    remarks = List.copyOf(remarks);
    if (unreadable < 0) {
      throw new IllegalArgumentException("unreadable must be at least 0, but is " + unreadable);
    }
  }
}
