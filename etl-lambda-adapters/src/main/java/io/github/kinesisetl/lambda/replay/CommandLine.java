// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.replay;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the command line says. */
final class CommandLine {

  static final String USAGE =
      """
      Usage: java -jar etl-lambda-adapters-<version>-replay.jar --from <source> --to <stream> [options]
        --from <source>        where the letters are: s3://<bucket>/<prefix>, kinesis:<stream>
                               or 'sqs:<queue url>|s3://<bucket>/<prefix>'
        --to <stream>          the stream that gets the original records; not needed with --dry-run
        --dry-run              count by stage and reason; put and delete nothing
        --stage <stage>        only letters of this stage; may stand more than once
        --reason <text>        only letters whose reason contains this text
        --max-letters <number> end after so many letters
        --keep                 do not delete letters that are stored
        --since <time>         kinesis: letters from here on, such as 2026-11-26T08:00:00Z
        --until <time>         kinesis: letters up to here (default: the start of the run)
        --help                 show this
      Region, credentials and endpoints are the AWS SDK's: environment, profile or instance.
      Status: 0 all stored, 1 something was left because it failed, 2 wrong options.
      """;

  private static final Set<String> FLAGS = Set.of("--dry-run", "--keep", "--help");
  private static final Set<String> VALUED =
      Set.of("--from", "--to", "--stage", "--reason", "--max-letters", "--since", "--until");

  private final Map<String, List<String>> options = new HashMap<>();
  private final Instant now;

  private CommandLine(Instant now) {
    this.now = now;
  }

  /**
   * Reads the command line.
   *
   * @param now the start of the run; letters that are written later are not taken
   * @throws IllegalArgumentException if it says anything that is not in {@link #USAGE}
   */
  static CommandLine parse(Instant now, String... arguments) {
    var line = new CommandLine(now);
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      line.read(rest.next(), rest);
    }
    if (!line.help()) {
      line.checkPlaces();
      line.checkTimes();
      long unused = line.maxLetters();
    }
    return line;
  }

  boolean help() {
    return options.containsKey("--help");
  }

  boolean dryRun() {
    return options.containsKey("--dry-run");
  }

  boolean keep() {
    return options.containsKey("--keep");
  }

  /** The stream that gets the records; empty if there is none. */
  String to() {
    return last("--to").orElse("");
  }

  long maxLetters() {
    return last("--max-letters").map(CommandLine::count).orElse(Long.MAX_VALUE);
  }

  boolean wants(DeadLetter letter) {
    List<String> stages = options.getOrDefault("--stage", List.of());
    return (stages.isEmpty() || stages.contains(letter.stage()))
        && letter.reason().contains(last("--reason").orElse(""));
  }

  /** Opens the source. */
  OpenSource open() {
    return OpenSource.of(from(), time("--since").orElse(null), until());
  }

  /** What to do next time, if the source cannot tell by itself what is stored. */
  Optional<String> next() {
    boolean isWhole = !dryRun() && !options.containsKey("--max-letters");
    return isWhole && from() instanceof SourceAddress.Stream
        ? Optional.of("the stream keeps its letters; for later ones, say --since " + until())
        : Optional.empty();
  }

  private void read(String option, Iterator<String> rest) {
    if (!FLAGS.contains(option) && !VALUED.contains(option)) {
      throw new IllegalArgumentException("unknown option " + option);
    }
    List<String> values = options.computeIfAbsent(option, unused -> new ArrayList<>());
    if (VALUED.contains(option)) {
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(option + " must be followed by a value");
      }
      values.add(rest.next());
    }
  }

  private void checkPlaces() {
    SourceAddress from = from();
    String to = to();
    if (to.isEmpty() && !dryRun()) {
      throw new IllegalArgumentException("--to must be given: a stream's name, or --dry-run");
    }
    if (!to.isEmpty() && !to.matches(SourceAddress.STREAM_NAME)) {
      throw new IllegalArgumentException(
          "--to must be a stream's name of 1 to 128 letters, digits and _.-, but is '%s'"
              .formatted(to));
    }
    if (from instanceof SourceAddress.Stream stream && stream.name().equals(to)) {
      throw new IllegalArgumentException("--to must not be the stream of letters, but is " + to);
    }
  }

  private void checkTimes() {
    Optional<Instant> since = time("--since");
    Optional<Instant> until = time("--until");
    boolean isTimed = since.isPresent() || until.isPresent();
    if (isTimed && !(from() instanceof SourceAddress.Stream)) {
      throw new IllegalArgumentException(
          "--since and --until must not be given unless --from is kinesis:<stream>");
    }
    if (until().isAfter(now)) {
      throw new IllegalArgumentException("--until must not be in the future, but is " + until());
    }
    if (since.isPresent() && since.get().isAfter(until())) {
      throw new IllegalArgumentException(
          "--since must not be after --until or in the future, but is " + since.get());
    }
  }

  private SourceAddress from() {
    String address =
        last("--from")
            .orElseThrow(
                () -> new IllegalArgumentException("--from must be given: " + SourceAddress.FORMS));
    return SourceAddress.parse("--from", address);
  }

  private Instant until() {
    return time("--until").orElse(now);
  }

  private Optional<Instant> time(String option) {
    return last(option).map(text -> parseTime(option, text));
  }

  /** Of an option that is given twice, the last one counts. */
  private Optional<String> last(String option) {
    List<String> values = options.getOrDefault(option, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  private static long count(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException(
          "--max-letters must be a number from 1 on, but is '%s'".formatted(text));
    }
    return Long.parseLong(text);
  }

  private static Instant parseTime(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s must be a time such as 2026-11-26T08:00:00Z, but is '%s'".formatted(option, text), e);
    }
  }
}
