// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.internal.UserCode;
import java.util.HashSet;
import java.util.Set;

/** Collects what names the records of a batch. Not safe for use by many threads. */
final class Identities implements EntryWalk.Visitor {

  /** Entries that cannot be opened, after which nobody asks for more: the service is away. */
  private static final int MAX_UNOPENED = 3;

  private final Set<String> found = new HashSet<>();

  private Identities() {}

  /** The identities of all records from an entry on, as far as they can be opened now. */
  static Set<String> from(int first, int size, EntryWalk walk) {
    var identities = new Identities();
    int unopened = 0;
    for (int entry = first; entry < size && unopened < MAX_UNOPENED; entry++) {
      try {
        boolean unused = walk.visit(entry, identities);
      } catch (Throwable thrown) { // the border to users' code: keys, claims
        String unused = UserCode.survived(thrown); // told where the entry is worked on
        unopened++; // each may have cost a time-out
      }
    }
    return identities.found;
  }

  @Override
  public boolean opened(ReceivedRecord record) {
    found.add(record.identity());
    return true;
  }

  @Override
  public boolean unreadable(ReceivedRecord record, String reason) {
    return opened(record);
  }
}
