// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what a run does, in bounded memory. Not safe for use by many threads. */
final class Tally {

  private static final int MAX_KINDS = 1_000;
  private static final int MAX_REMARKS = 100;
  private static final LetterKind OTHER = new LetterKind("other", "other");

  private final Map<String, Long> failures = new TreeMap<>();
  private final Map<LetterKind, Long> kinds = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private long letters;
  private long stored;
  private long filtered;
  private long unreadable;
  private long undeleted;
  private long unsaidRemarks;
  private Optional<String> stopped = Optional.empty();

  void read(LetterPage page) {
    unreadable += page.unreadable();
    page.remarks().forEach(this::remark);
  }

  void letter(DeadLetter letter, boolean isWanted) {
    letters++;
    if (!isWanted) {
      filtered++;
      return;
    }
    LetterKind kind = LetterKind.of(letter);
    boolean isKnown = kinds.size() < MAX_KINDS || kinds.containsKey(kind);
    kinds.merge(isKnown ? kind : OTHER, 1L, Long::sum);
  }

  void stored() {
    stored++;
  }

  void failed(String reason) {
    failures.merge(reason, 1L, Long::sum);
  }

  boolean hasFailed() {
    return failures.keySet().stream().anyMatch(reason -> !PutBack.isForGood(reason));
  }

  void confirmed(Confirmation confirmation) {
    undeleted += confirmation.undeleted();
    confirmation.remarks().forEach(this::remark);
  }

  void stopped(String reason) {
    stopped = Optional.of(reason);
  }

  /** Letters that were taken to be put, whatever became of them. */
  long wanted() {
    return letters - filtered;
  }

  ReplayReport.Counts counts() {
    return new ReplayReport.Counts(letters, stored, filtered, unreadable, undeleted);
  }

  ReplayReport report() {
    List<String> said = new ArrayList<>(remarks);
    if (unsaidRemarks > 0) {
      said.add("and %d more like these".formatted(unsaidRemarks));
    }
    return new ReplayReport(counts(), failures, kinds, said, stopped);
  }

  private void remark(String remark) {
    if (remarks.size() < MAX_REMARKS) {
      remarks.add(remark);
    } else {
      unsaidRemarks++;
    }
  }
}
