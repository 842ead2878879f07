// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.internal.UserCode;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Results that their sink refused for good, until their records are found again, for those were not
 * kept: each entry is opened once, however many of its records were refused. Used by one thread.
 */
final class RefusedResults implements EntryWalk.Visitor {

  private final TreeMap<Long, String> reasons = new TreeMap<>(); // by place
  private final BiConsumer<ReceivedRecord, String> found;
  private int leftInEntry;

  /**
   * None yet.
   *
   * @param found is given each record and the sink's reason
   */
  RefusedResults(BiConsumer<ReceivedRecord, String> found) {
    this.found = found;
  }

  void add(long place, String reason) {
    reasons.put(place, reason);
  }

  /**
   * Gives all records out, and forgets them.
   *
   * @return the place of the first that could not be read again now, or {@link Place#NONE}
   */
  long giveOut(EntryWalk walk) {
    try {
      while (!reasons.isEmpty()) {
        int entry = Place.entry(reasons.firstKey());
        var inEntry = reasons.headMap(Place.of(entry + 1, 0));
        leftInEntry = inEntry.size();
        boolean unused = walk.visit(entry, this);
        if (leftInEntry > 0) {
          long first = reasons.firstKey();
          reasons.clear();
          return first; // what it held is not there now
        }
        inEntry.clear();
      }
      return Place.NONE;
    } catch (Throwable thrown) { // the border to users' code: keys, claims
      String unused = UserCode.survived(thrown);
      long first = reasons.firstKey();
      reasons.clear();
      return first;
    }
  }

  @Override
  public boolean opened(ReceivedRecord record) {
    String reason = reasons.get(record.place());
    if (reason != null) {
      found.accept(record, reason);
      leftInEntry--;
    }
    return leftInEntry > 0;
  }

  @Override
  public boolean unreadable(ReceivedRecord record, String reason) {
    return opened(record); // one that was opened before may be broken now
  }
}
