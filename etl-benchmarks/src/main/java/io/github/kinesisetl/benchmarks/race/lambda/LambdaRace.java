// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.benchmarks.race.Race;
import io.github.kinesisetl.benchmarks.race.RaceOptions;
import io.github.kinesisetl.benchmarks.race.lambda.Payloads.Data;
import io.github.kinesisetl.benchmarks.race.lambda.Payloads.Payload;
import io.github.kinesisetl.testing.lambda.FunctionProcess;
import io.github.kinesisetl.testing.lambda.FunctionProcess.Function;
import io.github.kinesisetl.testing.lambda.RuntimeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What an invocation costs, in processor time, garbage and memory, from its very first on. */
final class LambdaRace implements Race {

  private static final int COLD_ENTRIES = 100;
  private static final int HEAP_INVOCATIONS = 6;
  private static final List<Integer> HEAPS_MB =
      List.of(10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64);
  private static final String FUNCTION_OF_128_MB = "-Xmx64m";

  private final RaceOptions options;
  private final ClassPaths classPaths = new ClassPaths();
  private final Map<Data, Payload> full = new EnumMap<>(Data.class);
  private final Map<Data, Payload> small = new EnumMap<>(Data.class);
  private final Map<String, Long> checksums = new HashMap<>();
  private final Set<Entrant> memoryKnown = new HashSet<>();

  LambdaRace(RaceOptions options) {
    this.options = options;
    for (Data data : Data.values()) {
      full.put(data, Payloads.pack(data, Integer.MAX_VALUE));
      int entries = data == Data.AGGREGATES || data.isFramed() ? 1 : COLD_ENTRIES;
      small.put(data, Payloads.pack(data, entries));
    }
  }

  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public List<Entrant> entrants() {
    List<Entrant> entrants = new ArrayList<>();
    for (Compiler compiler : Compiler.values()) {
      for (Data data : Data.values()) {
        for (Contestant contestant : Contestant.values()) {
          if (contestant.takes(data)) {
            entrants.add(new Entrant(contestant.title(), data.title() + " " + compiler.name()));
          }
        }
      }
    }
    return entrants;
  }

  @Override
  public List<String> describeData() {
    List<String> lines = new ArrayList<>();
    full.forEach((data, payload) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: %,d bytes, %,d entries, %,d records",
                data.title(),
                payload.bytes().length,
                payload.entries(),
                payload.records())));
    return lines;
  }

  @Override
  public Map<String, Double> run(Entrant entrant) throws IOException {
    Contestant contestant = Contestant.of(entrant.contestant());
    int space = entrant.data().lastIndexOf(' ');
    String title = entrant.data().substring(0, space);
    Data data =
        List.of(Data.values()).stream()
            .filter(d -> d.title().equals(title))
            .findFirst()
            .orElseThrow();
    Compiler compiler = Compiler.valueOf(entrant.data().substring(space + 1));
    var course = new Course(contestant, data, compiler);
    Map<String, Double> metrics = new LinkedHashMap<>();
    steady(course, metrics);
    metrics.put("cold_cpu_s", coldSeconds(course));
    if (course.compiler() == Compiler.C1 && memoryKnown.add(entrant)) {
      metrics.put("min_heap_mb", minHeapMb(course));
      metrics.put("peak_rss_mb", peakResidentMb(course));
    }
    return metrics;
  }

  private void steady(Course course, Map<String, Double> metrics) throws IOException {
    Payload payload = payload(course.data());
    Path file = Path.of("target", "race", "lambda-meter.txt").toAbsolutePath();
    Files.deleteIfExists(file);
    int warmUp = options.quick() ? 25 : 60;
    int measured = options.quick() ? 15 : 30;
    try (FunctionProcess function =
        start(course, "-Xmx1400m", Map.of(Meter.FILE, file.toString()))) {
      for (int i = 0; i < warmUp + measured + 1; i++) {
        requireSuccess(function, payload, course);
      }
    }
    var ticks = MeterReading.of(file, warmUp);
    requireSameSum(course, ticks.sum());
    metrics.put("cpu_ms_per_invocation", ticks.cpuNanos() / 1e6);
    metrics.put("cpu_us_per_record", ticks.cpuNanos() / 1e3 / payload.records());
    double bytes =
        ticks.allocatedBytes() - course.contestant().runtimeBytes(payload.bytes().length);
    metrics.put("alloc_bytes_per_record", bytes / payload.records());
  }

  private double coldSeconds(Course course) throws IOException {
    try (FunctionProcess function = start(course, "-Xmx430m", Map.of())) {
      requireSuccess(function, smallPayload(course.data()), course);
      return function.cpuNanos() / 1e9;
    }
  }

  private double minHeapMb(Course course) throws IOException {
    int low = -1;
    int high = HEAPS_MB.size() - 1;
    while (low < high - 1) {
      int middle = (low + high) / 2;
      if (fits(course, HEAPS_MB.get(middle))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return HEAPS_MB.get(high);
  }

  private boolean fits(Course course, int heapMb) {
    try (FunctionProcess function = start(course, "-Xmx" + heapMb + "m", Map.of())) {
      for (int i = 0; i < HEAP_INVOCATIONS; i++) {
        requireSuccess(function, payload(course.data()), course);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private double peakResidentMb(Course course) throws IOException {
    try (FunctionProcess function = start(course, FUNCTION_OF_128_MB, Map.of())) {
      for (int i = 0; i < 4 * HEAP_INVOCATIONS; i++) {
        requireSuccess(function, payload(course.data()), course);
      }
      return function.peakResidentMb();
    }
  }

  private FunctionProcess start(Course course, String heap, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put(OursHandler.EVENT, course.data().event());
    environment.putAll(course.contestant().environment());
    List<String> jvm = new ArrayList<>(List.of("-XX:+UseSerialGC", heap));
    jvm.addAll(course.compiler().options());
    Path log = Path.of("target", "race", "lambda-" + course.contestant().name() + ".log");
    return FunctionProcess.start(
        new Function(
            Path.of(System.getProperty("java.home")),
            jvm,
            classPaths.of(course.contestant(), course.data()),
            course.contestant().runtime(),
            course.contestant().handler(course.data()),
            environment),
        log);
  }

  private static void requireSuccess(FunctionProcess function, Payload payload, Course course)
      throws IOException {
    RuntimeApi.Reply reply = function.invoke(payload.bytes());
    if (reply.failed() || !reply.text().equals("{\"batchItemFailures\":[]}")) {
      throw new IOException(course.contestant().title() + " replied " + reply.text());
    }
  }

  /** All contestants that read events read the same. */
  private void requireSameSum(Course course, long sum) throws IOException {
    if (course.contestant().isBare()) {
      return;
    }
    long expected = checksums.computeIfAbsent(course.data().title(), title -> sum);
    if (sum != expected) {
      throw new IOException(
          "%s read other events of %s than the others"
              .formatted(course.contestant().title(), course.data().title()));
    }
  }

  private Payload payload(Data data) {
    return requireNonNull(full.get(data));
  }

  private Payload smallPayload(Data data) {
    return requireNonNull(small.get(data));
  }

  /** What is run. */
  record Course(Contestant contestant, Data data, Compiler compiler) {}

  /** Which of the JVM's compilers work: Lambda's Java 17 stops at the first. */
  enum Compiler {
    C1("-XX:TieredStopAtLevel=1"),
    C2("");

    private final String option;

    Compiler(String option) {
      this.option = option;
    }

    List<String> options() {
      return option.isEmpty() ? List.of() : List.of(option);
    }
  }
}
