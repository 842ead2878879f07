// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import java.util.Arrays;

/**
 * Where the JSON documents of a record lie: one behind the other, as agents write lines, or as the
 * elements of one array. Not safe for use by many threads.
 */
final class Documents {

  private final JsonCursor cursor = new JsonCursor();
  private int[] ranges = new int[32];
  private int count;

  Documents() {}

  /**
   * Looks for documents.
   *
   * @param record what may hold several
   * @return whether it is to be taken apart; false for one document, and for what is no JSON from
   *     its beginning to its end, which is shown as it is
   */
  boolean split(RecordView record) {
    count = 0;
    int at = record.offset();
    int end = at + record.sizeBytes();
    try {
      int first = behindSpace(record.array(), at, end);
      if (first == end || (record.array()[first] != '{' && record.array()[first] != '[')) {
        return false;
      }
      cursor.pointTo(record.array(), at, record.sizeBytes());
      return record.array()[first] == '[' ? splitArray() : splitLines(record.array(), end);
    } catch (DecodeException e) {
      return false;
    }
  }

  int count() {
    return count;
  }

  int from(int index) {
    return ranges[2 * index];
  }

  int to(int index) {
    return ranges[2 * index + 1];
  }

  private boolean splitArray() throws DecodeException {
    cursor.beginArray();
    while (cursor.nextElement()) {
      next();
    }
    cursor.end();
    return count > 0;
  }

  private boolean splitLines(byte[] array, int end) throws DecodeException {
    while (behindSpace(array, cursor.at(), end) < end) {
      next();
    }
    return count > 1;
  }

  private void next() throws DecodeException {
    byte unused = cursor.peek(); // leaves white space behind
    if (2 * count == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * ranges.length);
    }
    ranges[2 * count] = cursor.at();
    cursor.skip();
    ranges[2 * count + 1] = cursor.at();
    count++;
  }

  private static int behindSpace(byte[] array, int from, int end) {
    int at = from;
    while (at < end && array[at] >= 0 && array[at] <= ' ') {
      at++;
    }
    return at;
  }
}
