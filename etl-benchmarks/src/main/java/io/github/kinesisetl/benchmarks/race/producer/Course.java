// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.benchmarks.race.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * The work of one run, and the script by which every contestant's process does it: warm up, wait
 * for the harness, put the events that count, wait again while the harness reads the clocks.
 *
 * @param endpoint the sink, by TLS
 * @param stream the stream's name
 * @param data the name of the events
 * @param warmUp events that don't count
 * @param events events that count
 * @param client which of the SDK's HTTP clients a contestant uses that has the choice
 */
public record Course(
    URI endpoint, String stream, String data, long warmUp, long events, TlsClient client) {

  static final String READY = "ready";
  static final String DONE = "done";
  static final String ALLOCATED_BYTES = "allocated-bytes";
  static final String REFUSED_SHARE = "refused-share";
  static final String P50_NANOS = "p50-nanos";
  static final String P99_NANOS = "p99-nanos";

  /** Events a second where latency is measured. */
  static final int PACE = 5_000;

  /** Longest wait of an event for others where latency is measured. */
  static final Duration PACED_LINGER = Duration.ofMillis(50);

  List<String> arguments() {
    return List.of(
        endpoint.toString(),
        stream,
        data,
        Long.toString(warmUp),
        Long.toString(events),
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
      opened.put(events, 0, course.warmUp());
      ChildJvm.reach(READY);
      long allocatedBytes = Garbage.allocatedBytes();
      opened.put(events, course.warmUp(), course.warmUp() + course.events());
      ChildJvm.tell(ALLOCATED_BYTES, (double) Garbage.allocatedBytes() - allocatedBytes);
      ChildJvm.reach(DONE);
    }
  }

  /**
   * Runs a contestant in this process at {@value #PACE} events a second.
   *
   * @param arguments what {@link #arguments()} gave the harness; the numbers of events are split
   *     into those before and behind the mark
   * @param contestant opens the contestant
   * @throws IOException if there are no such events or the harness is gone
   * @throws InterruptedException if the thread is interrupted
   */
  static void runPaced(String[] arguments, Function<Course, PacedContestant> contestant)
      throws IOException, InterruptedException {
    Course course = parse(arguments);
    EventPool events = EventPool.of(course.data());
    var pace = new Pace(PACE);
    try (PacedContestant opened = contestant.apply(course)) {
      pace.run(opened, events, (int) course.warmUp());
      ChildJvm.reach(READY);
      long[] latencies = pace.run(opened, events, (int) course.events());
      ChildJvm.tell(P50_NANOS, (double) latencies[latencies.length / 2]);
      ChildJvm.tell(P99_NANOS, (double) latencies[latencies.length / 100 * 99]);
      ChildJvm.reach(DONE);
    }
  }

  static Course parse(String... arguments) {
    return new Course(
        URI.create(arguments[0]),
        arguments[1],
        arguments[2],
        Long.parseLong(arguments[3]),
        Long.parseLong(arguments[4]),
        TlsClient.valueOf(arguments[5]));
  }
}
