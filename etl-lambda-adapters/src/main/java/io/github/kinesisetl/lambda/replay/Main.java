// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.replay;

import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.SdkException;

/** The command that puts dead letters back on a stream; see docs/lambda.md. */
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /**
   * Runs one replay. Ends the process with status 0 if all letters that were wanted are stored, 1
   * if something was left because it failed, and 2 if the options are wrong. A process that is
   * asked to end (by Ctrl-C, say) still puts and confirms the page that it has taken.
   *
   * @param arguments see {@code --help}
   * @throws InterruptedException never, as long as nobody interrupts the main thread
   */
  public static void main(String[] arguments) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    var request = new StopRequest();
    Runtime.getRuntime().addShutdownHook(new Thread(request::stopAndWait, "replay-stop"));
    int status;
    try {
      status = run(clock, new Console(clock, System.out, System.err), request, arguments);
    } finally {
      request.ended();
    }
    System.exit(status);
  }

  static int run(InstantSource clock, Console console, StopRequest request, String... arguments)
      throws InterruptedException {
    CommandLine line;
    try {
      line = CommandLine.parse(clock.instant(), arguments);
    } catch (IllegalArgumentException e) {
      console.wrongOptions(e);
      return WRONG_USAGE;
    }
    if (line.help()) {
      console.help();
      return 0;
    }
    return replay(line, console, request);
  }

  private static int replay(CommandLine line, Console console, StopRequest request)
      throws InterruptedException {
    try (OpenSource source = line.open();
        KinesisStream target = line.dryRun() ? null : KinesisStream.open(line.to())) {
      Replay.Builder replay =
          Replay.from(source.letters())
              .only(line::wants)
              .maxLetters(line.maxLetters())
              .keep(line.keep())
              .stopWhen(request::isMade)
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
