// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells whoever runs the command: results on the one stream, all else on the other. */
final class Console {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final PrintWriter out;
  private final PrintWriter err;
  private Instant lastLine;

  Console(InstantSource clock, PrintWriter out, PrintWriter err) {
    this.clock = clock;
    this.out = out;
    this.err = err;
    this.lastLine = clock.instant();
  }

  /** Prints a line if the last one is a few seconds old. */
  void progress(ReplayReport.Counts counts) {
    Instant now = clock.instant();
    if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
      lastLine = now;
      err.println(
          "so far: letters=%d unreadable=%d stored=%d, behind by up to a page"
              .formatted(counts.letters(), counts.unreadable(), counts.stored()));
    }
  }

  void error(@Nullable String message) {
    err.println("replay: " + message);
  }

  void tell(ReplayReport report, boolean isDryRun) {
    report.remarks().forEach(this::error);
    report.failures().forEach((reason, letters) -> error(letters + " letters stay: " + reason));
    if (report.counts().undeleted() > 0) {
      error(report.counts().undeleted() + " stored ones could not be deleted and will come again");
    }
    report.stopped().ifPresent(reason -> error("stopped: " + reason));
    if (isDryRun) {
      report
          .kinds()
          .forEach((kind, letters) ->
              out.println(
                  "dry run: letters=%d stage=%s reason=%s"
                      .formatted(letters, kind.stage(), kind.reason())));
    }
    out.println("replay: " + ledger(report.counts()));
  }

  private static String ledger(ReplayReport.Counts counts) {
    return "letters=%d stored=%d left=%d unreadable=%d filtered=%d"
        .formatted(
            counts.letters(),
            counts.stored(),
            counts.left(),
            counts.unreadable(),
            counts.filtered());
  }
}
