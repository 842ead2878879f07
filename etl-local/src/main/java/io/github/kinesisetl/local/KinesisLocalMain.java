// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Runs a server until the process ends. */
public final class KinesisLocalMain {

  private static final int NOT_STARTED = 1;
  private static final int WRONG_USAGE = 2;

  private KinesisLocalMain() {}

  /**
   * Starts a server, prints where it is, and waits. Wrong options end the process with status 2, a
   * port in use with status 1.
   *
   * @param arguments see {@code --help}
   * @throws InterruptedException never, as long as nobody interrupts the main thread
   */
  public static void main(String[] arguments) throws InterruptedException {
    Start start = run(arguments, System.out, System.err);
    if (start instanceof Start.Ended ended) {
      System.exit(ended.status());
    }
    if (start instanceof Start.Running running) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(running.server()::close, "kinesis-local-close"));
      new CountDownLatch(1).await();
    }
  }

  static Start run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      MainOptions options = MainOptions.parse(arguments);
      if (options.help()) {
        out.print(MainOptions.USAGE);
        return new Start.Ended(0);
      }
      KinesisLocal server = options.start();
      out.println("kinesis-local is ready at " + server.endpoint());
      if (options.tls()) {
        out.println("kinesis-local is ready at " + server.tlsEndpoint() + " (self-signed)");
      }
      options.streams().forEach((name, shards) -> out.println("stream " + name + ": " + shards));
      return new Start.Running(server);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(MainOptions.USAGE);
      return new Start.Ended(WRONG_USAGE);
    } catch (UncheckedIOException e) {
      err.println(e.getMessage());
      return new Start.Ended(NOT_STARTED);
    }
  }

  /** What a command line leads to. */
  sealed interface Start {

    /** A server that the caller closes. */
    record Running(KinesisLocal server) implements Start {}

    /** Nothing but a status for the process. */
    record Ended(int status) implements Start {}
  }
}
