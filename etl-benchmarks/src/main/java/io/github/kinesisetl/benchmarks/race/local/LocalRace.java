// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.local;

import io.github.kinesisetl.benchmarks.race.Race;
import io.github.kinesisetl.benchmarks.race.RaceOptions;
import io.github.kinesisetl.local.KinesisLocal;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a server costs, in processor time of its process and resident memory. */
final class LocalRace implements Race {

  private static final int SMALL_BYTES = 200;
  private static final int SMALL_A_REQUEST = 500;
  private static final int LARGE_BYTES = 50_000;
  private static final int LARGE_A_REQUEST = 20;
  private static final double MICROS = 1e3;
  private static final double MILLIS = 1e6;
  private static final double SECONDS = 1e9;
  private static final int WARM_STARTS = 21;

  private final RaceOptions options;

  LocalRace(RaceOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public List<Entrant> entrants() {
    return Stream.of(Server.values())
        .filter(Server::present)
        .map(server -> new Entrant(server.contestant(), "records"))
        .toList();
  }

  @Override
  public List<String> describeData() {
    return List.of(
        "records: random bytes, 4 shards, PutRecords over HTTP/1.1 in CBOR by the SDK's"
            + " url-connection client, 500 of 200 bytes or 20 of 50,000 bytes a request",
        "warm_start_ms is wall time inside one JVM, the median of 20 starts after the first; all"
            + " times of processors are those of the server's process");
  }

  @Override
  public Map<String, Double> run(Entrant entrant) throws IOException, InterruptedException {
    Server server = Server.of(entrant.contestant());
    Map<String, Double> metrics = new LinkedHashMap<>();
    try (MeasuredServer process = MeasuredServer.start(server);
        var load = new Load(process.endpoint())) {
      metrics.put("cold_start_cpu_s", process.cpuTime().toNanos() / SECONDS);
      load.createStream();
      metrics.put("idle_rss_mb", process.residentMb());
      int records = server.smallRecords() / (options.quick() ? 2 : 1);
      double nanos = nanosOf(process, load, records, SMALL_A_REQUEST, SMALL_BYTES);
      metrics.put("put_200b_us_per_record", nanos / MICROS / records);
      int megabytes = server.largeMegabytes() / (options.quick() ? 2 : 1);
      nanos = nanosOf(process, load, megabytes * LARGE_A_REQUEST, LARGE_A_REQUEST, LARGE_BYTES);
      metrics.put("put_50kb_ms_per_mb", nanos / MILLIS / megabytes);
      metrics.put("rss_after_load_mb", process.residentMb());
    }
    if (server == Server.ETL_LOCAL) {
      metrics.put("warm_start_ms", warmStartMillis());
    }
    return metrics;
  }

  /** The server's processor time for so many records, after as many that do not count. */
  private static double nanosOf(
      MeasuredServer process, Load load, int records, int aRequest, int bytes) throws IOException {
    load.put(records, aRequest, bytes);
    long before = process.cpuTime().toNanos();
    load.put(records, aRequest, bytes);
    return process.cpuTime().toNanos() - before;
  }

  private static double warmStartMillis() {
    double[] millis = new double[WARM_STARTS];
    for (int i = 0; i < WARM_STARTS; i++) {
      long before = System.nanoTime();
      try (var server = KinesisLocal.start()) {
        millis[i] = (System.nanoTime() - before) / MILLIS;
        server.createStream("any", 1);
      }
    }
    double[] warm = Arrays.copyOfRange(millis, 1, WARM_STARTS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}
