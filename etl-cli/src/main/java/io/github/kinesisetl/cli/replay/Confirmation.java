// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.util.List;

/**
 * What a source could not do about letters that are stored elsewhere. Immutable.
 *
 * @param undeleted messages or objects that should have been deleted and are still there, because
 *     the service refused; another run takes their letters again
 * @param remarks what to tell whoever runs the replay, by place and without payload
 */
public record Confirmation(int undeleted, List<String> remarks) {

  static final Confirmation DONE = new Confirmation(0, List.of());

  /** Copies the list and checks the count. */
  public Confirmation {
    remarks = List.copyOf(remarks);
    if (undeleted < 0) {
      throw new IllegalArgumentException("undeleted must be at least 0, but is " + undeleted);
    }
  }
}
