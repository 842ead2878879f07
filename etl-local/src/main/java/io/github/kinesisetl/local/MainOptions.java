// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the command line says. */
final class MainOptions {

  static final String USAGE =
      """
      Usage: java -jar etl-local-<version>-all.jar [options]
        --port <number>                      listen on 127.0.0.1:<number>; 0 (default): a free port
        --streams <name>:<shards>[,...]      create these streams at the start
        --region <region>                    the region in ARNs (default: us-east-1)
        --host <name>                        allow requests to this name of the machine, too
        --tls                                show the https endpoint, too
        --enforce-limits                     throttle shards as AWS does
        --help                               show this
      """;

  private static final int DEFAULT_PORT = 0;

  private final KinesisLocalBuilder builder = KinesisLocal.builder().port(DEFAULT_PORT);
  private final Map<String, Integer> streams = new LinkedHashMap<>();
  private boolean tls;
  private boolean help;

  private MainOptions() {}

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it says anything that is not in {@link #USAGE}
   */
  static MainOptions parse(String... arguments) {
    var options = new MainOptions();
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      options.read(rest.next(), rest);
    }
    return options;
  }

  boolean help() {
    return help;
  }

  boolean tls() {
    return tls;
  }

  Map<String, Integer> streams() {
    return streams;
  }

  /** Starts the server and creates its streams. */
  KinesisLocal start() {
    KinesisLocal server = builder.start();
    try {
      streams.forEach(server::createStream);
      return server;
    } catch (IllegalArgumentException e) {
      server.close();
      throw e;
    }
  }

  private void read(String option, Iterator<String> rest) {
    switch (option) {
      case "--port" -> builder.port(number("--port", value(option, rest)));
      case "--region" -> builder.region(value(option, rest));
      case "--streams" -> readStreams(value(option, rest));
      case "--enforce-limits" -> builder.enforceLimits(true);
      case "--host" -> builder.host(value(option, rest));
      case "--tls" -> tls = true;
      case "--help" -> help = true;
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private void readStreams(String list) {
    for (String stream : list.split(",", -1)) {
      String[] parts = stream.split(":", -1);
      if (parts.length != 2 || parts[0].isEmpty()) {
        throw new IllegalArgumentException(
            "--streams must be <name>:<shards>[,<name>:<shards>...], but has '" + stream + "'");
      }
      if (streams.put(parts[0], number("--streams", parts[1])) != null) {
        throw new IllegalArgumentException("--streams names " + parts[0] + " twice");
      }
    }
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number, but has '" + text + "'", e);
    }
  }
}
