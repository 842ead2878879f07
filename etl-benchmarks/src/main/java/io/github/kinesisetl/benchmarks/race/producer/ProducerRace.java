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
  private static final String PACED = "-paced";
  private static final String OVERLOAD = "overload";
  private static final int SHARDS = 8;
  private static final long STORED_BYTES = 1L << 30;

  /** How often the measured number of events is put before the clocks are read. */
  private static final long WARM_UP = 2;

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
    for (String data : List.of(SmallEvents.NAME, FatEvents.NAME)) {
      entrants.add(new Entrant(Starter.OURS.contestant(), data + PACED));
      entrants.add(new Entrant(Starter.KPL.contestant(), data + PACED));
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
    if (entrant.data().endsWith(PACED)) {
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
                course(relay.port(), entrant.data(), WARM_UP * events, events, starter))) {
      child.await(Course.READY);
      var before = new Reading(audit.tally(), child.cpuTime(), relay.receivedBytes());
      child.proceed();
      child.await(Course.DONE);
      Duration cpuTime = child.cpuTime(); // first: a waiting process burns on
      long residentBytes = child.residentBytes();
      var after = new Reading(audit.tally(), cpuTime, relay.receivedBytes());
      requireComplete(entrant, after.tally(), (1 + WARM_UP) * events);
      child.proceed();
      Map<String, Double> metrics = metrics(before, after, (double) events);
      metrics.put("alloc_bytes_per_event", child.told(Course.ALLOCATED_BYTES) / events);
      metrics.put("rss_mb", (double) residentBytes / MIB);
      return metrics;
    }
  }

  private Map<String, Double> paced(Starter starter, String data) throws IOException {
    long events = Course.PACE * (options.quick() ? 5L : 10L);
    String pool = data.substring(0, data.length() - PACED.length());
    try (var kinesis = KinesisLocal.builder().start().createStream(STREAM, SHARDS);
        var child =
            start(
                starter,
                starter.pacedClass(),
                course(kinesis.endpoint().getPort(), pool, events, events, starter))) {
      child.await(Course.READY);
      child.proceed();
      child.await(Course.DONE);
      child.proceed();
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("p50_ms", child.told(Course.P50_NANOS) / NANOS_PER_MILLI);
      metrics.put("p99_ms", child.told(Course.P99_NANOS) / NANOS_PER_MILLI);
      return metrics;
    }
  }

  /** Memory after a first minute of overload, and how much more it is after a second one. */
  private Map<String, Double> overload(Starter starter) throws IOException {
    long seconds = options.quick() ? 15 : 60;
    try (var kinesis = KinesisLocal.builder().enforceLimits(true).start().createStream(STREAM, 1);
        var child =
            start(
                starter,
                OverloadMain.class.getName(),
                course(kinesis.endpoint().getPort(), FatEvents.NAME, seconds, seconds, starter))) {
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

  private static Course course(int port, String data, long before, long each, Starter starter) {
    URI endpoint = URI.create("https://127.0.0.1:" + port);
    return new Course(endpoint, STREAM, data, before, each, starter.client());
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
      return ProducerRace.class.getPackageName() + (this == KPL ? ".KplPacedMain" : ".PacedMain");
    }

    TlsClient client() {
      return client;
    }

    long events(boolean small, boolean quick) {
      return (small ? smallEvents : otherEvents) / (quick ? 2 : 1);
    }
  }
}
