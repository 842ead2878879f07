// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The command line: runs the main job, prints what it came to, and writes the report. */
public final class Quickstart {

  private static final int BALANCED = 0;
  private static final int UNBALANCED = 1;
  private static final int BAD_OPTIONS = 2;

  private Quickstart() {}

  /**
   * Runs the main job and ends the JVM: with 0 if the ledger balances, 1 if not, 2 for bad options.
   *
   * @param arguments the options; {@code --help} lists them
   * @throws IOException if the output folder cannot be written
   * @throws InterruptedException if the JVM is being ended
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(run(List.of(arguments), System.out));
  }

  static int run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
    if (arguments.contains("--help")) {
      out.print(QuickstartOptions.USAGE);
      return BALANCED;
    }
    QuickstartOptions options;
    try {
      options = QuickstartOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(QuickstartOptions.USAGE);
      return BAD_OPTIONS;
    }
    return run(options, out);
  }

  private static int run(QuickstartOptions options, PrintStream out)
      throws IOException, InterruptedException {
    MainJob job;
    try {
      job = new MainJob(options, out);
    } catch (IllegalArgumentException e) { // a folder that is not for us
      out.println(e.getMessage());
      return BAD_OPTIONS;
    }
    JobResult result;
    try (job) {
      result = job.run();
    }
    EventBytes bytes = EventBytes.of(result);
    new Summary(result, bytes).print(out);
    Path report = options.outputFolder().resolve("report.html");
    new Report(result, bytes).write(report);
    out.println("report: " + report.toAbsolutePath());
    out.println(result.ledger());
    return result.ledger().isBalanced() ? BALANCED : UNBALANCED;
  }
}
