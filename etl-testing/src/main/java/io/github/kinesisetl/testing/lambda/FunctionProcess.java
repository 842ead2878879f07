// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.lambda;

import io.github.kinesisetl.testing.lambda.RuntimeApi.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A function in a JVM of its own, run by the runtime client that Lambda runs, or by our own loop.
 * Closing it ends the process, politely first.
 */
public final class FunctionProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;
  private static final double KIB_PER_MB = 1e6 / 1024;

  private final RuntimeApi api;
  private final Process process;
  private final Path log;

  private FunctionProcess(RuntimeApi api, Process process, Path log) {
    this.api = api;
    this.process = process;
    this.log = log;
  }

  /**
   * The Java that runs this one, and a newer one of those that Lambda offers, if it is installed.
   *
   * @return one home or two
   * @throws IOException if the folder of Javas cannot be read
   */
  public static List<Path> javaHomes() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    Path folder = Path.of("/usr/lib/jvm");
    List<Path> homes = new ArrayList<>(List.of(own));
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        found
            .filter(java -> java.getFileName().toString().matches("temurin-25.*"))
            .filter(java -> !java.equals(own))
            .forEach(homes::add);
      }
    }
    return homes;
  }

  /**
   * Starts a function.
   *
   * @param function what to start, and how
   * @param log takes all output
   * @return the function, which is not yet ready
   * @throws IOException if it cannot be started
   */
  public static FunctionProcess start(Function function, Path log) throws IOException {
    Path folder = log.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    var api = new RuntimeApi();
    List<String> command = new ArrayList<>();
    command.add(function.javaHome().resolve("bin/java").toString());
    command.addAll(function.options());
    command.addAll(
        List.of("-cp", function.classPath(), function.runtime().main, function.handler()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
    environment.put("_HANDLER", function.handler());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "function");
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "function");
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "function");
    environment.put("AWS_REGION", "us-east-1");
    environment.putAll(function.environment());
    return new FunctionProcess(api, builder.start(), log);
  }

  /**
   * Invokes the function and waits for its reply.
   *
   * @param payload the event
   * @return the reply
   * @throws IOException if the process ends without one
   */
  public Reply invoke(byte[] payload) throws IOException {
    return await(begin(payload, Duration.ofSeconds(60)));
  }

  /**
   * Invokes the function.
   *
   * @param payload the event
   * @param timeLimit how much time it is told to have
   * @return the reply, once there is one
   */
  public CompletableFuture<Reply> begin(byte[] payload, Duration timeLimit) {
    return api.invoke(payload, timeLimit);
  }

  /**
   * Waits for a reply.
   *
   * @param reply the reply to come
   * @return the reply
   * @throws IOException if the process ends without one
   */
  public Reply await(CompletableFuture<Reply> reply) throws IOException {
    try {
      CompletableFuture<Object> any =
          CompletableFuture.anyOf(reply, process.onExit(), api.initError());
      Object first = any.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (first instanceof Reply answer) {
        return answer;
      }
      throw new IOException("the function ended without a reply; see " + log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the function does not reply; see " + log, e);
    }
  }

  /**
   * The processor time of all threads that live now.
   *
   * @return nanoseconds, as the scheduler counts them
   * @throws IOException if this system does not tell
   */
  public long cpuNanos() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      return tasks.mapToLong(FunctionProcess::taskNanos).sum();
    }
  }

  /**
   * The most memory that was resident so far.
   *
   * @return megabytes
   * @throws IOException if this system does not tell
   */
  public double peakResidentMb() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MB)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  /** Ends the process at once, in the middle of what it does. */
  public void kill() {
    process.destroyForcibly();
  }

  /**
   * What the function has written to its log so far.
   *
   * @return the text
   * @throws IOException if it cannot be read
   */
  public String output() throws IOException {
    return Files.readString(log);
  }

  /** Lets the process run its shutdown hooks. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    api.close();
  }

  private static long taskNanos(Path task) {
    try {
      String[] numbers = Files.readString(task.resolve("schedstat")).split(" ", -1);
      return Long.parseLong(numbers[0]);
    } catch (IOException e) {
      return 0; // a thread that has ended meanwhile
    }
  }

  /**
   * A function to start.
   *
   * @param javaHome the Java that runs it
   * @param options options of that Java
   * @param classPath the function's class path, runtime included
   * @param runtime what runs it
   * @param handler the handler's class
   * @param environment variables beside Lambda's own
   */
  public record Function(
      Path javaHome,
      List<String> options,
      String classPath,
      FunctionRuntime runtime,
      String handler,
      Map<String, String> environment) {}

  /** What takes invocations to a handler. */
  public enum FunctionRuntime {
    /** Lambda's own. */
    CLIENT("com.amazonaws.services.lambda.runtime.api.client.AWSLambda"),
    /** Ours, in pure Java. */
    LOOP("io.github.kinesisetl.runtime.Main");

    private final String main;

    FunctionRuntime(String main) {
      this.main = main;
    }
  }
}
