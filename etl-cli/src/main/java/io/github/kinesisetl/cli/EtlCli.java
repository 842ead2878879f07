// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli;

import io.github.kinesisetl.cli.replay.ReplayCommand;
import io.github.kinesisetl.cli.replay.StopRequest;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * What an operator of a stream runs. Statuses: 0 done, 1 something failed, 2 wrong options, which
 * are told in one line.
 */
@Command(
    name = "etl",
    description = "Plans a stream, puts dead letters back, runs an embedded Kinesis.",
    synopsisSubcommandLabel = "COMMAND")
public final class EtlCli implements Runnable {

  @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

  private EtlCli() {}

  /**
   * Runs one command and ends the process with its status. A process that is asked to end (by
   * Ctrl-C, say) still ends what it may not leave half done.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    var request = new StopRequest();
    Runtime.getRuntime().addShutdownHook(new Thread(request::stopAndWait, "etl-stop"));
    int status;
    try {
      status = commandLine(InstantSource.system(), request).execute(arguments);
    } finally {
      request.ended();
    }
    System.exit(status);
  }

  /**
   * Builds the commands, each for one run.
   *
   * @param clock tells the time
   * @param request the wish that a command ends
   * @return the commands; output and errors may be sent elsewhere than to the process's own
   */
  public static CommandLine commandLine(InstantSource clock, StopRequest request) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new EtlCli());
    spec.addOption(help());
    return new CommandLine(spec)
        .addSubcommand(new PlanCommand())
        .addSubcommand(new ReplayCommand(clock, request))
        .addSubcommand(new LocalCommand(request))
        .registerConverter(Instant.class, EtlCli::instant)
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(EtlCli::tellWrongOptions);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command must be given");
  }

  /** Of this command and of all that are added after it. */
  private static OptionSpec help() {
    return OptionSpec.builder("--help")
        .type(boolean.class)
        .usageHelp(true)
        .scopeType(ScopeType.INHERIT)
        .description("show this")
        .build();
  }

  private static int tellWrongOptions(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        "%s; see %s --help".formatted(e.getMessage(), command.getCommandSpec().qualifiedName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "must be a time such as 2026-11-26T08:00:00Z, but is '%s'".formatted(text));
    }
  }
}
