// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.replay;

import io.github.kinesisetl.producer.aws.KinesisStream;
import java.io.PrintStream;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.SdkException;

/** The command that puts dead letters back on a stream; see docs/lambda.md. */
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /**
   * Runs one replay. Ends the process with status 0 if all letters that were wanted are stored, 1
   * if something was left because it failed, and 2 if the options are wrong.
   *
   * @param arguments see {@code --help}
   * @throws InterruptedException never, as long as nobody interrupts the main thread
   */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(InstantSource.system(), System.out, System.err, arguments));
  }

  static int run(InstantSource clock, PrintStream out, PrintStream err, String... arguments)
      throws InterruptedException {
    CommandLine line;
    try {
      line = CommandLine.parse(clock.instant(), arguments);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(CommandLine.USAGE);
      return WRONG_USAGE;
    }
    if (line.help()) {
      out.print(CommandLine.USAGE);
      return 0;
    }
    return replay(line, new Console(clock, out, err));
  }

  private static int replay(CommandLine line, Console console) throws InterruptedException {
    try (OpenSource source = line.open();
        KinesisStream target = line.dryRun() ? null : KinesisStream.open(line.to())) {
      Replay.Builder replay =
          Replay.from(source.letters())
              .only(line::wants)
              .maxLetters(line.maxLetters())
              .keep(line.keep())
              .progress(console::progress);
      if (target != null) {
        replay.to(target);
      }
      ReplayReport report = replay.build().run();
      console.tell(report, line.dryRun());
      if (report.isComplete()) {
        line.next().ifPresent(console::error);
      }
      return report.isComplete() ? 0 : FAILED;
    } catch (SdkException | IllegalStateException e) { // no region, or no such stream
      console.error(e.getMessage());
      return FAILED;
    }
  }
}
