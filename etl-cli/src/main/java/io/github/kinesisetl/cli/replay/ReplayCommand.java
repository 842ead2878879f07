// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** The command that puts dead letters back on a stream; see docs/lambda.md. Serves one run. */
@Command(
    name = "replay",
    description = "Puts dead letters back on a stream, under their original keys.",
    sortOptions = false,
    footer = {
      "Region, credentials and endpoints are the AWS SDK's: environment, profile or instance.",
      "Status: 0 all stored, 1 something was left because it failed, 2 wrong options."
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  private final InstantSource clock;
  private final StopRequest request;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "<source>",
      description =
          "where the letters are: s3://<bucket>/<prefix>, kinesis:<stream> or 'sqs:<queue"
              + " url>|s3://<bucket>/<prefix>'")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "<stream>",
      description = "the stream that gets the original records; not needed with --dry-run")
  private String to = "";

  @Option(names = "--dry-run", description = "count by stage and reason; put and delete nothing")
  private boolean dryRun;

  @Option(names = "--keep", description = "do not delete letters that are stored")
  private boolean keep;

  @Option(
      names = "--max-letters",
      paramLabel = "<number>",
      description = "end after so many letters")
  private @Nullable Long maxLetters;

  @Option(
      names = "--stage",
      paramLabel = "<stage>",
      description = "only letters of this stage; may stand more than once")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = "--reason",
      paramLabel = "<text>",
      description = "only letters whose reason contains this text")
  private String reason = "";

  @Option(
      names = "--since",
      paramLabel = "<time>",
      description = "kinesis: letters from here on, such as 2026-11-26T08:00:00Z")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "<time>",
      description = "kinesis: letters up to here (default: the start of the run)")
  private @Nullable Instant until;

  /**
   * Describes a run.
   *
   * @param clock tells the start of the run; letters that are written later are not taken
   * @param request the wish that it ends, which it obeys behind a page
   */
  public ReplayCommand(InstantSource clock, StopRequest request) {
    this.clock = clock;
    this.request = request;
  }

  /**
   * Runs one replay.
   *
   * @return 0 if all letters that were wanted are stored, 1 if something was left because it failed
   * @throws ParameterException if the options do not go together
   * @throws InterruptedException if the thread is interrupted
   */
  @Override
  public Integer call() throws InterruptedException {
    Instant now = clock.instant();
    SourceAddress source = checkedPlaces();
    Instant end = checkedEnd(now, source);
    if (maxLetters != null && maxLetters < 1) {
      throw wrong("--max-letters must be a number from 1 on, but is '%d'".formatted(maxLetters));
    }
    CommandLine line = commandLine();
    var console = new Console(clock, line.getOut(), line.getErr());
    try (OpenSource letters = OpenSource.of(source, since, end);
        KinesisStream target = dryRun ? null : KinesisStream.open(to)) {
      ReplayReport report = replay(letters, target, console).run();
      console.tell(report, dryRun);
      if (report.isComplete()) {
        next(source, end).ifPresent(console::error);
      }
      return report.isComplete() ? 0 : FAILED;
    } catch (SdkException | IllegalStateException e) { // no region, or no such stream
      console.error(e.getMessage());
      return FAILED;
    }
  }

  private Replay replay(OpenSource source, @Nullable KinesisStream target, Console console) {
    Replay.Builder replay =
        Replay.from(source.letters())
            .only(this::wants)
            .maxLetters(maxLetters == null ? Long.MAX_VALUE : maxLetters)
            .keep(keep)
            .stopWhen(request::isMade)
            .progress(console::progress);
    if (target != null) {
      replay.to(target);
    }
    return replay.build();
  }

  private boolean wants(DeadLetter letter) {
    return (stages.isEmpty() || stages.contains(letter.stage()))
        && letter.reason().contains(reason);
  }

  /** What to do next time, if the source cannot tell by itself what is stored. */
  private Optional<String> next(SourceAddress source, Instant end) {
    boolean isWhole = !dryRun && maxLetters == null;
    return isWhole && source instanceof SourceAddress.Stream
        ? Optional.of("the stream keeps its letters; for later ones, say --since " + end)
        : Optional.empty();
  }

  private SourceAddress checkedPlaces() {
    SourceAddress source = address();
    if (to.isEmpty() && !dryRun) {
      throw wrong("--to must be given: a stream's name, or --dry-run");
    }
    if (!to.isEmpty() && !to.matches(SourceAddress.STREAM_NAME)) {
      throw wrong(
          "--to must be a stream's name of 1 to 128 letters, digits and _.-, but is '%s'"
              .formatted(to));
    }
    if (source instanceof SourceAddress.Stream stream && stream.name().equals(to)) {
      throw wrong("--to must not be the stream of letters, but is " + to);
    }
    return source;
  }

  private SourceAddress address() {
    if (from.isEmpty()) {
      throw wrong("--from must be given: " + SourceAddress.FORMS);
    }
    try {
      return SourceAddress.parse("--from", from);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(), e.getMessage(), e);
    }
  }

  private Instant checkedEnd(Instant now, SourceAddress source) {
    Instant end = until == null ? now : until;
    if ((since != null || until != null) && !(source instanceof SourceAddress.Stream)) {
      throw wrong("--since and --until must not be given unless --from is kinesis:<stream>");
    }
    if (end.isAfter(now)) {
      throw wrong("--until must not be in the future, but is " + end);
    }
    if (since != null && since.isAfter(end)) {
      throw wrong("--since must not be after --until or in the future, but is " + since);
    }
    return end;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandLine(), message);
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("the command runs by a picocli CommandLine");
    }
    return spec.commandLine();
  }
}
