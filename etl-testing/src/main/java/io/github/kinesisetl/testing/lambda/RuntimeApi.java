// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What Lambda's runtime client talks to (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>), on the
 * loopback. Each connection has a thread of its own, for the client reports errors on a second one
 * while the first still waits. Safe for use by many threads.
 */
public final class RuntimeApi implements AutoCloseable {

  private static final String BASE = "/2018-06-01/runtime/";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:function";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(RuntimeApi::daemon);
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Map<String, Pending> running = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final CompletableFuture<String> initError = new CompletableFuture<>();

  /**
   * Opens the API on a free port.
   *
   * @throws IOException if there is none
   */
  public RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext(BASE, this::handle);
    server.start();
  }

  /**
   * Where the API listens, as a function's environment names it.
   *
   * @return host and port
   */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Invokes the function.
   *
   * @param payload the event
   * @param timeLimit how much time the function is told to have
   * @return its reply, once there is one
   */
  public CompletableFuture<Reply> invoke(byte[] payload, Duration timeLimit) {
    var pending =
        new Pending(
            "request-" + number.incrementAndGet(), payload, timeLimit, new CompletableFuture<>());
    queue.add(pending);
    return pending.reply();
  }

  /**
   * The error that the function's initialisation ended with.
   *
   * @return the error's text, if there comes one
   */
  public CompletableFuture<String> initError() {
    return initError;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    if (path.equals("invocation/next")) {
      next(exchange);
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    String[] parts = path.split("/", -1);
    if (path.equals("init/error")) {
      initError.complete(new String(body, StandardCharsets.UTF_8));
    } else if (parts.length == 3 && running.get(parts[1]) != null) {
      Pending done = running.remove(parts[1]);
      if (done != null) {
        done.reply().complete(new Reply(body, parts[2].equals("error")));
      }
    }
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  private void next(HttpExchange exchange) throws IOException {
    Pending pending;
    try {
      pending = queue.take();
    } catch (InterruptedException e) {
      exchange.close();
      return;
    }
    running.put(pending.id(), pending);
    var headers = exchange.getResponseHeaders();
    headers.add("Lambda-Runtime-Aws-Request-Id", pending.id());
    headers.add("Lambda-Runtime-Invoked-Function-Arn", ARN);
    headers.add("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
    long deadline = System.currentTimeMillis() + pending.timeLimit().toMillis();
    headers.add("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
    headers.add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, pending.payload().length);
    try (var body = exchange.getResponseBody()) {
      body.write(pending.payload());
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "runtime-api");
    thread.setDaemon(true);
    return thread;
  }

  /** An invocation on its way. */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Pending(
      String id, byte[] payload, Duration timeLimit, CompletableFuture<Reply> reply) {}

  /**
   * What a function replied.
   *
   * @param body the answer, or the description of the error
   * @param failed whether it is an error
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  public record Reply(byte[] body, boolean failed) {

    /**
     * The body as text.
     *
     * @return the text
     */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
