// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;

/** Collects a page within its bounds. Not safe for use by many threads. */
final class PageBuilder {

  /**
   * Most bytes of a line that may be a letter: the largest record, 14 MiB in base64, and its
   * fields.
   */
  static final int MAX_LINE_BYTES = 15 << 20;

  private static final int MAX_PAGE_BYTES = 8 << 20;
  private static final int MAX_UNREADABLE = 1_000;
  private static final DeadLetterCodec CODEC = new DeadLetterCodec();

  private final int maxLetters;
  private final List<DeadLetter> letters = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int unreadable;
  private long bytes;

  PageBuilder(int maxLetters) {
    if (maxLetters < 1) {
      throw new IllegalArgumentException("maxLetters must be at least 1, but is " + maxLetters);
    }
    this.maxLetters = maxLetters;
  }

  /** How many letters the page still takes; 0 if it is full. */
  int room() {
    boolean isFull = bytes >= MAX_PAGE_BYTES || unreadable >= MAX_UNREADABLE;
    return isFull ? 0 : maxLetters - letters.size();
  }

  boolean add(String line, String place) {
    return add(EventRecord.of("line", line.getBytes(UTF_8)), place);
  }

  /** Adds a letter; false if the record is none, which is then counted and remarked on. */
  boolean add(EventRecord line, String place) {
    try {
      letters.add(CODEC.decode(line));
      bytes += line.sizeBytes();
      return true;
    } catch (DecodeException e) {
      unreadable(place, "not a dead letter");
      return false;
    }
  }

  void unreadable(String place, String why) {
    unreadable++;
    remark(place + " stays: " + why);
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  LetterPage build(boolean isLast) {
    return new LetterPage(letters, unreadable, remarks, isLast);
  }
}
