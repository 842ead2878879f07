// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of one run. It says on its output where it is, and goes on when it gets a line on its
 * input; in between, its processor time can be read. Closing it ends the process and its children.
 */
public final class ChildJvm implements AutoCloseable {

  private static final String MARK = "race:";
  private static final String VALUE = "race-value:";
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final Duration LONGEST_RUN = Duration.ofMinutes(10);

  private final Process process;
  private final BufferedReader output;
  private final Path log;
  private final Map<String, Double> values = new HashMap<>();

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
    this.log = log;
    killIfItHangs(process);
  }

  /**
   * Starts a process on this JVM's own Java, with a heap of 1 GiB.
   *
   * @param classPath its class path
   * @param mainClass its main class
   * @param arguments its arguments
   * @param log takes its error output
   * @return the running process
   * @throws IOException if it cannot be started
   */
  public static ChildJvm start(String classPath, String mainClass, List<String> arguments, Path log)
      throws IOException {
    return start(classPath, List.of(), mainClass, arguments, log);
  }

  /**
   * Starts a process on this JVM's own Java, with a heap of 1 GiB.
   *
   * @param classPath its class path
   * @param flags more of the JVM's flags
   * @param mainClass its main class
   * @param arguments its arguments
   * @param log takes its error output
   * @return the running process
   * @throws IOException if it cannot be started
   */
  public static ChildJvm start(
      String classPath, List<String> flags, String mainClass, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    Path folder = log.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new ChildJvm(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /**
   * Says where this process is, and waits until the harness lets it go on. Called by the child.
   *
   * @param mark a word, the same that the harness awaits
   * @throws IOException if the harness is gone
   */
  public static void reach(String mark) throws IOException {
    System.out.println(MARK + mark);
    if (System.in.read() < 0) {
      throw new IOException("the harness is gone");
    }
  }

  /**
   * Tells a value that only this process knows. Called by the child.
   *
   * @param name what it is
   * @param value the value; the last one of a name counts
   */
  public static void tell(String name, double value) {
    System.out.println(VALUE + name + " " + value);
  }

  /**
   * A value that the process told before the mark that was awaited last.
   *
   * @param name what it is
   * @return the value
   * @throws IOException if it told none
   */
  public double told(String name) throws IOException {
    Double value = values.get(name);
    if (value == null) {
      throw new IOException("a run did not tell " + name + "; see " + log);
    }
    return value;
  }

  /**
   * Waits until the process says where it is.
   *
   * @param mark the word
   * @throws IOException if it ends without
   */
  public void await(String mark) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals(MARK + mark)) {
      if (line.startsWith(VALUE)) {
        String[] words = line.substring(VALUE.length()).split(" ", 2);
        values.put(words[0], Double.valueOf(words[1]));
      }
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("a run ended before it was " + mark + "; see " + log);
    }
  }

  /**
   * Lets the process go on.
   *
   * @throws IOException if it has ended
   */
  public void proceed() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /**
   * The processor time of the process and of its children that live now.
   *
   * @return user and system time so far, in steps of the system's clock, mostly 10 ms
   */
  public Duration cpuTime() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * The memory that the process and its children hold now.
   *
   * @return resident bytes; 0 where the system does not tell
   * @throws IOException if the system's answer cannot be read
   */
  public long residentBytes() throws IOException {
    long bytes = 0;
    for (ProcessHandle handle :
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList()) {
      bytes += residentBytes(Path.of("/proc", Long.toString(handle.pid()), "status"));
    }
    return bytes;
  }

  private static long residentBytes(Path status) throws IOException {
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .sum();
    }
  }

  /** Ends a process that still waits for the harness, too. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    try (OutputStream closed = process.getOutputStream()) {
      closed.flush();
    } catch (IOException e) {
      process.destroyForcibly(); // nobody listens any more
    }
    try {
      if (!process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void killIfItHangs(Process process) {
    var unused =
        process
            .onExit()
            .orTimeout(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS)
            .whenComplete((ended, timeout) -> {
              if (timeout != null) {
                process.destroyForcibly();
              }
            });
  }
}
