// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.benchmarks.race.ChildJvm;
import java.io.IOException;
import java.net.URI;
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
    var course =
        new Course(
            URI.create(arguments[0]),
            arguments[1],
            arguments[2],
            Long.parseLong(arguments[3]),
            Long.parseLong(arguments[4]),
            TlsClient.valueOf(arguments[5]));
    EventPool events = EventPool.of(course.data());
    try (Contestant opened = contestant.apply(course)) {
      opened.put(events, 0, course.warmUp());
      ChildJvm.reach(READY);
      opened.put(events, course.warmUp(), course.warmUp() + course.events());
      ChildJvm.reach(DONE);
    }
  }
}
