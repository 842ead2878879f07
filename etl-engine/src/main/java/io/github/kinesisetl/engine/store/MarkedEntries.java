// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Marks of entries in memory, by shard and name. Not safe for use by many threads. */
final class MarkedEntries {

  private final int maxMarks;
  private final Map<String, Mark> marks = new LinkedHashMap<>(); // oldest first

  MarkedEntries(int maxMarks) {
    this.maxMarks = maxMarks;
  }

  BegunEntries begin(MarkOwner owner, Iterable<String> entries, long nowMillis, long endMillis) {
    Set<String> own = new HashSet<>();
    Set<String> done = new HashSet<>();
    for (String entry : entries) {
      Mark mark = marks.get(key(owner, entry));
      if (mark == null || mark.endMillis() <= nowMillis || mark.owner().equals(owner.id())) {
        put(key(owner, entry), new Mark(owner.id(), endMillis));
        own.add(entry);
      } else if (mark.owner().isEmpty()) {
        done.add(entry);
      }
    }
    forget(nowMillis);
    return new BegunEntries(own, done);
  }

  void finish(MarkOwner owner, Iterable<String> entries, long endMillis) {
    entries.forEach(entry -> put(key(owner, entry), new Mark("", endMillis)));
  }

  void release(MarkOwner owner, Iterable<String> entries) {
    for (String entry : entries) {
      marks.computeIfPresent(
          key(owner, entry), (key, mark) -> mark.owner().equals(owner.id()) ? null : mark);
    }
  }

  private void put(String key, Mark mark) {
    marks.remove(key); // so that the youngest is last
    marks.put(key, mark);
  }

  /** Beyond the bound first what is over, then the oldest that is done: never what is at work. */
  private void forget(long nowMillis) {
    if (marks.size() <= maxMarks) {
      return;
    }
    marks.values().removeIf(mark -> mark.endMillis() <= nowMillis);
    Map<String, Mark> done = new HashMap<>();
    for (Map.Entry<String, Mark> entry : marks.entrySet()) {
      if (marks.size() - done.size() <= maxMarks) {
        break;
      }
      if (entry.getValue().owner().isEmpty()) {
        done.put(entry.getKey(), entry.getValue());
      }
    }
    marks.keySet().removeAll(done.keySet());
  }

  private static String key(MarkOwner owner, String entry) {
    return owner.shardId() + '\n' + entry;
  }

  /** Who is at an entry; nobody if it is done. */
  private record Mark(String owner, long endMillis) {}
}
