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
  private static final int SHARDS = 8;
  private static final long STORED_BYTES = 1L << 30;
  private static final double MILLION = 1e6;

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
    long events = starter.events(entrant.data().equals(SmallEvents.NAME), options.quick());
    try (var kinesis = KinesisLocal.builder().maxStoredBytes(STORED_BYTES).start();
        var relay = CountingRelay.before(kinesis.endpoint().getPort());
        var audit = new StreamAudit(kinesis.createStream(STREAM, SHARDS), STREAM);
        var child =
            start(
                starter,
                new Course(
                    URI.create("https://127.0.0.1:" + relay.port()),
                    STREAM,
                    entrant.data(),
                    events,
                    events,
                    starter.client()))) {
      child.await(Course.READY);
      var before = new Reading(audit.tally(), child.cpuTime(), relay.receivedBytes());
      child.proceed();
      child.await(Course.DONE);
      Duration cpuTime = child.cpuTime(); // first: a waiting process burns on
      var after = new Reading(audit.tally(), cpuTime, relay.receivedBytes());
      requireComplete(entrant, after.tally(), 2 * events);
      child.proceed();
      return metrics(before, after, (double) events);
    }
  }

  private static ChildJvm start(Starter starter, Course course) throws IOException {
    String classPath =
        starter == Starter.KPL
            ? System.getProperty(PEERS_CLASS_PATH, "")
            : System.getProperty("java.class.path");
    Path log = Path.of("target", "race", starter.contestant() + "-" + course.data() + ".log");
    return ChildJvm.start(classPath, starter.mainClass(), course.arguments(), log);
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
    OURS("DenseContestant", TlsClient.URL, 8_000_000, 10_000_000),
    OURS_APACHE5("DenseContestant", TlsClient.APACHE5, 8_000_000, 3_000_000),
    OURS_CRT("DenseContestant", TlsClient.CRT, 8_000_000, 3_000_000),
    PLAIN_URL("PlainMain", TlsClient.URL, 2_000_000, 2_000_000),
    PLAIN_APACHE5("PlainMain", TlsClient.APACHE5, 2_000_000, 2_000_000),
    PLAIN_CRT("PlainMain", TlsClient.CRT, 2_000_000, 2_000_000),
    PLAIN_NETTY("PlainMain", TlsClient.NETTY, 2_000_000, 2_000_000),
    GZIP("GzipMain", TlsClient.CRT, 150_000, 75_000),
    KPL("KplContestant", TlsClient.URL, 100_000, 50_000);

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

    TlsClient client() {
      return client;
    }

    long events(boolean small, boolean quick) {
      return (small ? smallEvents : otherEvents) / (quick ? 2 : 1);
    }
  }
}
