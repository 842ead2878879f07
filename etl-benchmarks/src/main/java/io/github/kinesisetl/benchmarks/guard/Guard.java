// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.guard;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the hot path's benchmarks in short forks and names what got worse than its baseline. */
final class Guard {

  /** What an event passes, one by one, and all of the producer together. */
  private static final List<String> HOT_PATH =
      List.of(
          "WritePathBenchmark\\.(encode|aggregate|compress)",
          "PutBenchmark\\.put",
          "ReadPathBenchmark\\.(dense|aggregate)",
          "StageBenchmark\\..*");

  private static final TimeValue ITERATION = TimeValue.milliseconds(300);
  private static final int ATTEMPTS = 3;
  private static final int WORSE = 1;
  private static final int BAD_USAGE = 2;

  private final PrintStream out;

  Guard(PrintStream out) {
    this.out = out;
  }

  /**
   * Compares with a file, rewrites it, or proves that a planted regression is found.
   *
   * @param arguments the file, then nothing, {@code --write} or {@code --prove}
   */
  public static void main(String[] arguments) throws Exception {
    System.exit(new Guard(System.out).run(List.of(arguments)));
  }

  private int run(List<String> arguments) throws IOException, RunnerException {
    if (arguments.isEmpty() || arguments.size() > 2) {
      out.println("usage: guard [--write | --prove]");
      return BAD_USAGE;
    }
    Path file = Path.of(arguments.get(0));
    String what = arguments.size() == 1 ? "" : arguments.get(1);
    return switch (what) {
      case "" -> compare(Baselines.read(file), HOT_PATH).isEmpty() ? 0 : WORSE;
      case "--write" -> write(file);
      case "--prove" -> prove(Baselines.read(file));
      default -> BAD_USAGE;
    };
  }

  private int write(Path file) throws IOException, RunnerException {
    var baselines = new Baselines(Runtime.version().feature());
    measure(HOT_PATH).forEach(baselines::put);
    baselines.write(file);
    baselines.readings().forEach(this::print);
    return 0;
  }

  /** Every planted regression must be found, and nothing where none was planted. */
  private int prove(Baselines baselines) throws RunnerException {
    List<String> one = List.of("WritePathBenchmark\\.aggregate");
    boolean isProved =
        compare(baselines, one).isEmpty()
            && !compare(baselines, one, "-Dguard.plant=bytes").isEmpty()
            && !compare(baselines, one, "-Dguard.plant=time").isEmpty();
    out.println(isProved ? "guard: both planted regressions were found" : "guard: it has no teeth");
    return isProved ? 0 : WORSE;
  }

  /** What is worse each time that it is measured: neighbours only add, so the least counts. */
  private Map<String, String> compare(
      Baselines baselines, List<String> benchmarks, String... jvmArguments) throws RunnerException {
    requireJavaOf(baselines);
    Map<String, Reading> least = new TreeMap<>();
    Map<String, String> worse = new TreeMap<>();
    List<String> next = benchmarks;
    for (int attempt = 1; attempt <= ATTEMPTS && !next.isEmpty(); attempt++) {
      worse.clear();
      measure(next, jvmArguments)
          .forEach((name, now) -> {
            Reading reading = now.least(least.getOrDefault(name, now));
            least.put(name, reading);
            print(name, reading);
            worse(baselines, name, reading).ifPresent(how -> worse.put(name, how));
          });
      next = worse.keySet().stream().map(name -> Pattern.quote(name.split(":", 2)[0])).toList();
    }
    worse.forEach((name, how) -> out.println("WORSE: " + name + " " + how));
    return worse;
  }

  private static Optional<String> worse(Baselines baselines, String name, Reading reading) {
    Reading baseline = baselines.readings().get(name);
    return baseline == null
        ? Optional.of("has no baseline; run guard --write")
        : reading.worseThan(baseline).map(how -> how + "; it was " + baseline);
  }

  private static void requireJavaOf(Baselines baselines) {
    if (baselines.java() != Runtime.version().feature()) {
      throw new IllegalStateException(
          "the baselines are of Java %d, but this is %d; set JAVA_HOME"
              .formatted(baselines.java(), Runtime.version().feature()));
    }
  }

  private void print(String name, Reading reading) {
    out.printf("%-36s %s%n", name, reading);
  }

  private static Map<String, Reading> measure(List<String> benchmarks, String... jvmArguments)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(6)
            .warmupTime(ITERATION)
            .measurementIterations(5)
            .measurementTime(ITERATION)
            .addProfiler(GCProfiler.class)
            .addProfiler(ReferenceProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .param("data", "small") // fat events fill their pools for longer than this takes
            .jvmArgsAppend(jvmArguments);
    benchmarks.forEach(options::include);
    Map<String, Reading> readings = new TreeMap<>();
    for (RunResult result : new Runner(options.build()).run()) {
      readings.put(name(result), reading(result));
    }
    return readings;
  }

  private static String name(RunResult result) {
    var parameters = result.getParams();
    String[] words = parameters.getBenchmark().split("\\.", -1);
    String method = words[words.length - 2] + "." + words[words.length - 1];
    String values =
        String.join(
            ",", parameters.getParamsKeys().stream().map(parameters::getParam).sorted().toList());
    return values.isEmpty() ? method : method + ":" + values;
  }

  private static Reading reading(RunResult result) {
    return new Reading(
        median(result, "gc.alloc.rate.norm"), median(result, ReferenceProfiler.RATIO));
  }

  @SuppressWarnings("rawtypes") // JMH's own
  private static double median(RunResult result, String figure) {
    for (var secondary : result.getSecondaryResults().entrySet()) {
      if (secondary.getKey().endsWith(figure)) { // JMH may put a dot in front
        return secondary.getValue().getStatistics().getPercentile(50);
      }
    }
    throw new IllegalStateException("JMH tells no " + figure);
  }
}
