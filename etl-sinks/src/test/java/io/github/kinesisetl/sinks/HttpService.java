// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A service that speaks HTTP and does what a script says. Safe for use by many threads. */
final class HttpService implements AutoCloseable {

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * A server on a free port.
   *
   * @param script what it does
   * @param answers what it answers to a body that it takes
   * @param refusals what it answers with a status that is none of success
   */
  HttpService(Script script, Function<String, String> answers, Function<Integer, String> refusals) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          bodies.add(body);
          Optional<Integer> failed = script.failure(Script.numbers(body));
          if (script.losesAnswer()) {
            exchange.close();
            return;
          }
          String answer =
              script.losesAnswer() && failed.isEmpty()
                  ? "<html>not what you asked for</html>"
                  : failed.map(refusals).orElseGet(() -> answers.apply(body));
          if (script.losesAnswer()) { // though the service has done what was asked
            exchange.close();
            return;
          }
          byte[] bytes = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(failed.orElse(200), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was sent so far. */
  List<String> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
