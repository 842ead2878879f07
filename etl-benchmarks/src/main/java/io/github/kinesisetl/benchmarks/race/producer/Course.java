// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.benchmarks.race.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The work of one run, and the script by which every contestant's process does it: warm up, wait
 * for the harness, put the events that count, wait again while the harness reads the clocks.
 *
 * @param endpoint the sink, by TLS
 * @param stream the stream's name
 * @param data the name of the events
 * @param warmUp processor seconds before what counts, so that all are equally warm; where the
 *     course is overload, seconds
 * @param events events that count; likewise
 * @param perSecond events a second; 0 for as many as can be
 * @param client which of the SDK's HTTP clients a contestant uses that has the choice
 */
public record Course(
    URI endpoint,
    String stream,
    String data,
    long warmUp,
    long events,
    int perSecond,
    TlsClient client) {

  static final String READY = "ready";
  static final String DONE = "done";
  static final String ALLOCATED_BYTES = "allocated-bytes";
  static final String REFUSED_SHARE = "refused-share";
  static final String WARM_UP_EVENTS = "warm-up-events";
  static final String COMPILER_NANOS = "compiler-nanos";
  static final String REQUESTS = "requests";
  static final String P50_NANOS = "p50-nanos";
  static final String P99_NANOS = "p99-nanos";

  /** Longest warm-up: of KPL, whose own process works most, and of a slow rate. */
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(30);

  private static final Duration PACED_WARM_UP = Duration.ofSeconds(4);

  /** Longest wait of an event for others where latency is measured. */
  static final Duration PACED_LINGER = Duration.ofMillis(50);

  private static final long WARM_UP_CHUNK = 20_000;

  List<String> arguments() {
    return List.of(
        endpoint.toString(),
        stream,
        data,
        Long.toString(warmUp),
        Long.toString(events),
        Integer.toString(perSecond),
        client.name());
  }

  /**
   * Runs a contestant in this process.
   *
   * @param arguments what {@link #arguments()} gave the harness
   * @param contestant opens the contestant
   * @throws IOException if there are no such events or the harness is gone
   * @throws InterruptedException if the thread is interrupted
   * @throws ExecutionException if an event could not be put
   */
  public static void run(String[] arguments, Function<Course, Contestant> contestant)
      throws IOException, InterruptedException, ExecutionException {
    Course course = parse(arguments);
    EventPool events = EventPool.of(course.data());
    try (Contestant opened = contestant.apply(course)) {
      long from = course.warmUp(opened, events);
      ChildJvm.tell(WARM_UP_EVENTS, (double) from);
      ChildJvm.reach(READY);
      var meter = new Meter();
      opened.put(events, from, from + course.events());
      meter.tell();
      ChildJvm.reach(DONE);
    }
  }

  /**
   * Runs a contestant in this process at a steady rate, warmed up flat out and then at that rate.
   *
   * @param arguments what {@link #arguments()} gave the harness
   * @param contestant opens the contestant
   * @throws IOException if there are no such events or the harness is gone
   * @throws InterruptedException if the thread is interrupted
   * @throws ExecutionException if an event could not be put
   */
  static void runPaced(String[] arguments, Function<Course, PacedContestant> contestant)
      throws IOException, InterruptedException, ExecutionException {
    Course course = parse(arguments);
    EventPool events = EventPool.of(course.data());
    var pace = new Pace(course.perSecond());
    try (PacedContestant opened = contestant.apply(course)) {
      long unused = course.warmUp(opened, events);
      long[] warm =
          pace.run(opened, events, (int) (course.perSecond() * PACED_WARM_UP.toSeconds()));
      ChildJvm.tell(WARM_UP_EVENTS, (double) unused + warm.length);
      ChildJvm.reach(READY);
      var meter = new Meter();
      long[] latencies = pace.run(opened, events, (int) course.events());
      meter.tell();
      ChildJvm.tell(P50_NANOS, (double) latencies[latencies.length / 2]);
      ChildJvm.tell(P99_NANOS, (double) latencies[(int) (latencies.length * 99L / 100)]);
      ChildJvm.reach(DONE);
    }
  }

  /** Puts events until this process is warm; returns how many. */
  private long warmUp(Contestant contestant, EventPool pool)
      throws InterruptedException, ExecutionException {
    long last = System.nanoTime() + LONGEST_WARM_UP.toNanos();
    long chunk = perSecond == 0 ? Math.max(1, events / 4) : WARM_UP_CHUNK;
    long put = 0;
    do {
      contestant.put(pool, put, put + chunk);
      put += chunk;
    } while (Warmth.cpuNanos() < TimeUnit.SECONDS.toNanos(warmUp) && System.nanoTime() < last);
    return put;
  }

  static Course parse(String... arguments) {
    return new Course(
        URI.create(arguments[0]),
        arguments[1],
        arguments[2],
        Long.parseLong(arguments[3]),
        Long.parseLong(arguments[4]),
        Integer.parseInt(arguments[5]),
        TlsClient.valueOf(arguments[6]));
  }

  /** What the part that counts takes, as this process alone knows. */
  private static final class Meter {
    private final long allocatedBytes = Garbage.allocatedBytes();
    private final long compilerNanos = Warmth.compilerNanos();
    private final long requests = CountingHttp.requests();

    void tell() {
      ChildJvm.tell(ALLOCATED_BYTES, (double) Garbage.allocatedBytes() - allocatedBytes);
      ChildJvm.tell(COMPILER_NANOS, (double) Warmth.compilerNanos() - compilerNanos);
      ChildJvm.tell(REQUESTS, (double) CountingHttp.requests() - requests);
    }
  }
}
