// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what became of the items of one write, in any order. Not safe for use by many threads.
 */
final class Outcomes {

  private static final int NONE = Integer.MAX_VALUE;

  private final Map<Integer, String> refused = new TreeMap<>();
  private int firstFailed = NONE;
  private String reason = "";

  /** An item can never be stored. */
  void refused(int index, String why) {
    refused.put(index, why);
  }

  /** An item may be stored later. */
  void failed(int index, String why) {
    if (index < firstFailed) {
      firstFailed = index;
      reason = why;
    }
  }

  boolean hasFailed() {
    return firstFailed != NONE;
  }

  /** What failed comes again from the first refused item on; that one is then refused again. */
  WriteResult result() {
    if (firstFailed != NONE) {
      int firstRefused = refused.isEmpty() ? NONE : refused.keySet().iterator().next();
      return new WriteResult.Partial(Math.min(firstFailed, firstRefused), reason);
    }
    return refused.isEmpty() ? new WriteResult.Complete() : new WriteResult.Refused(refused);
  }
}
