// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of failures without flooding a log: the first of a kind at WARN, and again the first after
 * a kind was quiet for some minutes, since that is a new outage; the others at DEBUG with their
 * count. Nothing that is told here may quote a payload. Safe for use by many threads, if its output
 * is.
 */
public final class FailureLog {

  private static final int MAX_KINDS = 1_000;

  /** A kind that was not met for so long is news when it comes back. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  private final Output output;
  private final InstantSource clock;
  private final Map<String, Kind> failures = new ConcurrentHashMap<>();

  /**
   * A log that has told of nothing yet.
   *
   * @param output where lines go
   */
  public FailureLog(Output output) {
    this(output, InstantSource.system());
  }

  FailureLog(Output output, InstantSource clock) {
    this.output = requireNonNull(output, "output");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * A log that goes where the application's logging goes.
   *
   * @param name the logger's name
   * @return the log
   */
  public static FailureLog slf4j(String name) {
    return new FailureLog(new Slf4jOutput(LoggerFactory.getLogger(name)));
  }

  /**
   * Tells of a failure.
   *
   * @param kind a stage, a class name, a position of code; nothing of data
   * @param message what happened, without payload
   * @param batchId names the delivery
   */
  public void failure(String kind, String message, String batchId) {
    if (failures.size() >= MAX_KINDS && !failures.containsKey(kind)) {
      return;
    }
    Kind met = failures.computeIfAbsent(kind, unused -> new Kind());
    Level level = met.isNews(clock.millis()) ? Level.WARN : Level.DEBUG;
    long total = met.total.get();
    if (output.isOn(level)) {
      output.write(level, message, Map.of("kind", kind, "count", Long.toString(total)), batchId);
    }
  }

  /**
   * Tells of what an operator has to know each time.
   *
   * @param message what happened, without payload
   * @param batchId names the delivery
   */
  public void error(String message, String batchId) {
    write(Level.ERROR, message, batchId);
  }

  /**
   * Tells of what is ordinary.
   *
   * @param message what happened, without payload
   * @param batchId names the delivery
   */
  public void info(String message, String batchId) {
    write(Level.INFO, message, batchId);
  }

  private void write(Level level, String message, String batchId) {
    if (output.isOn(level)) {
      output.write(level, message, Map.of(), batchId);
    }
  }

  /** How often a kind was met, and when last. */
  private static final class Kind {
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong lastMillis = new AtomicLong();

    boolean isNews(long nowMillis) {
      long first = total.getAndIncrement();
      long before = lastMillis.getAndSet(nowMillis);
      return first == 0 || nowMillis - before >= QUIET.toMillis();
    }
  }

  /** How much a line matters, the least first. */
  public enum Level {
    /** For whoever looks for a cause. */
    DEBUG,
    /** Ordinary. */
    INFO,
    /** Something failed and is repeated. */
    WARN,
    /** Somebody has to do something. */
    ERROR
  }

  /** Where lines go. Implementations are safe for use by many threads. */
  public interface Output {

    /**
     * Whether a line of a level is written at all.
     *
     * @param level the level
     * @return whether to bother
     */
    boolean isOn(Level level);

    /**
     * Writes a line.
     *
     * @param level the level
     * @param message what happened, without payload
     * @param fields more of it, by name; maybe none
     * @param batchId names the delivery
     */
    void write(Level level, String message, Map<String, String> fields, String batchId);
  }

  /**
   * Lines of the application's own logging.
   *
   * @param log the logger
   */
  private record Slf4jOutput(Logger log) implements Output {

    @Override
    public boolean isOn(Level level) {
      return log.isEnabledForLevel(org.slf4j.event.Level.valueOf(level.name()));
    }

    @Override
    public void write(Level level, String message, Map<String, String> fields, String batchId) {
      log.atLevel(org.slf4j.event.Level.valueOf(level.name()))
          .log("{} (batch {}{})", message, batchId, fields.isEmpty() ? "" : ", " + fields);
    }
  }
}
