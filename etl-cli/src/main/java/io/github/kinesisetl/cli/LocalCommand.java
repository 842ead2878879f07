// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli;

import io.github.kinesisetl.cli.replay.StopRequest;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.KinesisLocalBuilder;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an embedded Kinesis, and the services around it, until the process is asked to end. */
@Command(
    name = "local",
    description = "Runs an embedded Kinesis and the services around it on 127.0.0.1.",
    sortOptions = false)
final class LocalCommand implements Callable<Integer> {

  private static final int NOT_STARTED = 1;

  private final StopRequest request;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "<number>",
      description = "the port; 0 for a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--streams",
      paramLabel = "<name>:<shards>",
      split = ",",
      description = "create these streams at the start")
  private List<String> streams = new ArrayList<>();

  @Option(
      names = "--region",
      paramLabel = "<region>",
      description = "the region in ARNs (default: ${DEFAULT-VALUE})")
  private String region = "us-east-1";

  @Option(names = "--tls", description = "show the https endpoint, too")
  private boolean tls;

  @Option(names = "--enforce-limits", description = "throttle shards as AWS does")
  private boolean enforceLimits;

  LocalCommand(StopRequest request) {
    this.request = request;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (KinesisLocal server = start()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("kinesis-local is ready at " + server.endpoint());
      if (tls) {
        out.println("kinesis-local is ready at " + server.tlsEndpoint() + " (self-signed)");
      }
      out.flush();
      request.await();
      return 0;
    } catch (UncheckedIOException e) { // the port is not free
      spec.commandLine().getErr().println(e.getMessage());
      return NOT_STARTED;
    }
  }

  private KinesisLocal start() {
    try {
      KinesisLocalBuilder builder = KinesisLocal.builder().port(port).region(region);
      KinesisLocal server = builder.enforceLimits(enforceLimits).start();
      try {
        streams.forEach(stream -> create(server, stream));
        return server;
      } catch (IllegalArgumentException e) {
        server.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void create(KinesisLocal server, String stream) {
    int colon = stream.lastIndexOf(':');
    if (!stream.matches("[^:]+:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "--streams must be <name>:<shards>[,<name>:<shards>...], but has '" + stream + "'");
    }
    server.createStream(stream.substring(0, colon), Integer.parseInt(stream.substring(colon + 1)));
  }
}
