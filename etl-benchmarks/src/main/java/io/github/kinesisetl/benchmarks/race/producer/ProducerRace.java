// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.benchmarks.race.ChildJvm;
import io.github.kinesisetl.benchmarks.race.Race;
import io.github.kinesisetl.benchmarks.race.RaceOptions;
import io.github.kinesisetl.benchmarks.race.producer.StreamAudit.Tally;
import io.github.kinesisetl.local.KinesisLocal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What it costs to put a million events, in processor time, bytes and entries. */
final class ProducerRace implements Race {

  /** The class path with our peers' libraries, which the script hands over. */
  private static final String PEERS_CLASS_PATH = "race.peers.classpath";

  private static final String STREAM = "race";
  private static final String PACED = "-paced-";
  private static final String OVERLOAD = "overload";
  private static final int SHARDS = 8;
  private static final int PACED_SHARDS = 16;
  private static final long STORED_BYTES = 3L << 30;

  /** Events a second: a trickle, what most users have, and much. */
  private static final List<Integer> RATES = List.of(10, 5_000, 100_000);

  /** KPL takes no more than this here. */
  private static final int MOST_OF_KPL = 10_000;

  private static final double MILLION = 1e6;
  private static final double MIB = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RaceOptions options;
  private final Map<String, EventPool> pools = new LinkedHashMap<>();

  ProducerRace(RaceOptions options) throws IOException {
    this.options = options;
    for (String data : List.of(SmallEvents.NAME, FatEvents.NAME, WebEvents.NAME)) {
      if (!data.equals(WebEvents.NAME) || WebEvents.present()) {
        pools.put(data, EventPool.of(data));
      }
    }
  }

  @Override
  public String name() {
    return "producer";
  }

  @Override
  public List<Entrant> entrants() {
    List<Entrant> entrants = new ArrayList<>();
    for (String data : pools.keySet()) {
      for (Starter starter : Starter.values()) {
        entrants.add(new Entrant(starter.contestant(), data));
      }
    }
    for (int rate : RATES) {
      for (Starter starter : Starter.PACED_STARTERS) {
        if (starter != Starter.KPL || rate <= MOST_OF_KPL) {
          entrants.add(new Entrant(starter.contestant(), SmallEvents.NAME + PACED + rate));
        }
      }
    }
    entrants.add(new Entrant(Starter.OURS.contestant(), OVERLOAD));
    return entrants;
  }

  @Override
  public List<String> describeData() {
    List<String> lines = new ArrayList<>();
    pools.forEach((data, pool) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: JSON events of %.1f bytes in the mean, %,d distinct, %d shards",
                data,
                pool.meanBytes(),
                pool.size(),
                SHARDS)));
    return lines;
  }

  @Override
  public Map<String, Double> run(Entrant entrant) throws IOException {
    Starter starter = Starter.of(entrant.contestant());
    if (entrant.data().equals(OVERLOAD)) {
      return overload(starter);
    }
    if (entrant.data().contains(PACED)) {
      return paced(starter, entrant.data());
    }
    return full(entrant, starter);
  }

  private Map<String, Double> full(Entrant entrant, Starter starter) throws IOException {
    long events = starter.events(entrant.data().equals(SmallEvents.NAME), options.quick());
    try (var kinesis = KinesisLocal.builder().maxStoredBytes(STORED_BYTES).start();
        var relay = CountingRelay.before(kinesis.endpoint().getPort());
        var audit = new StreamAudit(kinesis.createStream(STREAM, SHARDS), STREAM);
        var child =
            start(
                starter,
                starter.mainClass(),
                course(relay.port(), entrant.data(), warmUpSeconds(), events, 0, starter))) {
      child.await(Course.READY);
      var before = new Reading(audit.tally(), child.cpuTime(), relay.receivedBytes());
      child.proceed();
      child.await(Course.DONE);
      Duration cpuTime = child.cpuTime(); // first: a waiting process burns on
      long residentBytes = child.residentBytes();
      var after = new Reading(audit.tally(), cpuTime, relay.receivedBytes());
      long warmUp = (long) child.told(Course.WARM_UP_EVENTS);
      requireComplete(entrant, after.tally(), warmUp + events);
      child.proceed();
      Map<String, Double> metrics = metrics(before, after, (double) events);
      metrics.put("jit_s_per_million", child.told(Course.COMPILER_NANOS) / 1e3 / events);
      metrics.put("alloc_bytes_per_event", child.told(Course.ALLOCATED_BYTES) / events);
      metrics.put("rss_mb", (double) residentBytes / MIB);
      return metrics;
    }
  }

  private Map<String, Double> paced(Starter starter, String data) throws IOException {
    long events = rateOf(data) * (options.quick() ? 5L : 10L);
    try (var kinesis =
            KinesisLocal.builder()
                .maxStoredBytes(STORED_BYTES)
                .start()
                .createStream(STREAM, PACED_SHARDS);
        var child =
            start(starter, starter.pacedClass(), pacedCourse(kinesis, starter, data, events))) {
      child.await(Course.READY);
      Duration before = child.cpuTime();
      long begun = System.nanoTime();
      child.proceed();
      child.await(Course.DONE);
      double cpuNanos = child.cpuTime().minus(before).toNanos();
      double nanos = System.nanoTime() - begun;
      child.proceed();
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("cpu_s_per_million", cpuNanos / 1e3 / events);
      metrics.put("jit_s_per_million", child.told(Course.COMPILER_NANOS) / 1e3 / events);
      metrics.put("core_percent", 100 * cpuNanos / nanos);
      if (starter != Starter.KPL) {
        metrics.put("requests_per_second", child.told(Course.REQUESTS) / nanos * 1e9);
      }
      putLatencies(child, metrics);
      return metrics;
    }
  }

  private static void putLatencies(ChildJvm child, Map<String, Double> metrics) throws IOException {
    metrics.put("p50_ms", child.told(Course.P50_NANOS) / NANOS_PER_MILLI);
    metrics.put("p99_ms", child.told(Course.P99_NANOS) / NANOS_PER_MILLI);
  }

  private Course pacedCourse(KinesisLocal kinesis, Starter starter, String data, long events) {
    int port = kinesis.endpoint().getPort();
    String pool = data.split(PACED, 2)[0];
    return course(port, pool, warmUpSeconds(), events, rateOf(data), starter);
  }

  private static int rateOf(String data) {
    return Integer.parseInt(data.split(PACED, 2)[1]);
  }

  /** Memory after a first minute of overload, and how much more it is after a second one. */
  private Map<String, Double> overload(Starter starter) throws IOException {
    long seconds = options.quick() ? 15 : 60;
    try (var kinesis = KinesisLocal.builder().enforceLimits(true).start().createStream(STREAM, 1);
        var child =
            start(
                starter,
                OverloadMain.class.getName(),
                course(
                    kinesis.endpoint().getPort(), FatEvents.NAME, seconds, seconds, 0, starter))) {
      child.await(Course.READY);
      double first = child.residentBytes();
      child.proceed();
      child.await(Course.DONE);
      double second = child.residentBytes();
      child.proceed();
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("rss_mb", second / MIB);
      metrics.put("rss_growth_percent", (second / first - 1) * 100);
      metrics.put("refused_percent", child.told(Course.REFUSED_SHARE) * 100);
      return metrics;
    }
  }

  /** The same for all, JIT and all. */
  private long warmUpSeconds() {
    return options.quick() ? 3 : 8;
  }

  private static Course course(
      int port, String data, long warmUp, long each, int perSecond, Starter starter) {
    URI endpoint = URI.create("https://127.0.0.1:" + port);
    return new Course(endpoint, STREAM, data, warmUp, each, perSecond, starter.client());
  }

  private static ChildJvm start(Starter starter, String mainClass, Course course)
      throws IOException {
    String classPath =
        starter == Starter.KPL
            ? System.getProperty(PEERS_CLASS_PATH, "")
            : System.getProperty("java.class.path");
    Path log = Path.of("target", "race", starter.contestant() + "-" + course.data() + ".log");
    return ChildJvm.start(classPath, mainClass, course.arguments(), log);
  }

  private void requireComplete(Entrant entrant, Tally found, long events) throws IOException {
    Tally expected = StreamAudit.expected(requireNonNull(pools.get(entrant.data())), events);
    if (!found.holdsTheSameAs(expected)) {
      throw new IOException(
          "%s put %d events of %s, but the stream has %d, or others"
              .formatted(entrant.contestant(), events, entrant.data(), found.events()));
    }
  }

  private static Map<String, Double> metrics(Reading before, Reading after, double events) {
    double cpuSeconds = after.cpuTime().minus(before.cpuTime()).toNanos() / 1e9;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("cpu_s_per_million", cpuSeconds * MILLION / events);
    metrics.put("wire_bytes_per_event", (after.wireBytes() - before.wireBytes()) / events);
    metrics.put(
        "records_per_million",
        (after.tally().entries() - before.tally().entries()) * MILLION / events);
    return metrics;
  }

  /** What the clocks and counters say at one moment. */
  private record Reading(Tally tally, Duration cpuTime, long wireBytes) {}

  /** Who runs, over which client, and how many events take it a second or so. */
  private enum Starter {
    OURS("DenseContestant", TlsClient.URL, 2_000_000, 600_000),
    OURS_CRT("DenseContestant", TlsClient.CRT, 2_000_000, 600_000),
    PLAIN_URL("PlainMain", TlsClient.URL, 400_000, 200_000),
    PLAIN_APACHE5("PlainMain", TlsClient.APACHE5, 400_000, 200_000),
    PLAIN_CRT("PlainMain", TlsClient.CRT, 400_000, 200_000),
    PLAIN_NETTY("PlainMain", TlsClient.NETTY, 400_000, 200_000),
    GZIP("GzipMain", TlsClient.CRT, 60_000, 30_000),
    KPL("KplContestant", TlsClient.URL, 60_000, 30_000);

    private final String mainClass;
    private final TlsClient client;
    private final long smallEvents;
    private final long otherEvents;

    Starter(String mainClass, TlsClient client, long smallEvents, long otherEvents) {
      this.mainClass = mainClass;
      this.client = client;
      this.smallEvents = smallEvents;
      this.otherEvents = otherEvents;
    }

    /** Who can be paced. */
    private static final List<Starter> PACED_STARTERS = List.of(OURS, OURS_CRT, PLAIN_CRT, KPL);

    static Starter of(String contestant) {
      return valueOf(contestant.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String contestant() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String mainClass() {
      return ProducerRace.class.getPackageName() + "." + mainClass;
    }

    String pacedClass() {
      String paced =
          switch (this) {
            case KPL -> ".KplPacedMain";
            case PLAIN_CRT -> ".PlainPacedContestant";
            default -> ".PacedMain";
          };
      return ProducerRace.class.getPackageName() + paced;
    }

    TlsClient client() {
      return client;
    }

    long events(boolean small, boolean quick) {
      return (small ? smallEvents : otherEvents) / (quick ? 2 : 1);
    }
  }
}
