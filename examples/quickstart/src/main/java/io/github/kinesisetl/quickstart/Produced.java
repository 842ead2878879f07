// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What was put: the debit side of the ledger. Not safe for use by many threads. */
final class Produced {

  private final BitSet numbers = new BitSet();
  private final Map<String, Integer> brokenByDigest = new HashMap<>();
  private long events;

  /** Books an event that the stream took. */
  void add(ReplayEvent event) {
    events++;
    ObjectNode json = event.json();
    if (json == null) {
      brokenByDigest.merge(digest(event.encoded()), 1, Integer::sum);
    } else {
      numbers.set(json.get(ReplayEvent.NUMBER).intValue());
    }
  }

  long events() {
    return events;
  }

  boolean hasNumber(int number) {
    return number >= 0 && numbers.get(number);
  }

  /** How often each broken event was put, by the digest of its bytes; a copy. */
  Map<String, Integer> brokenByDigest() {
    return new HashMap<>(brokenByDigest);
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
