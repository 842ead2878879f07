// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that an invocation belongs to, as the next stream is to carry it: Kinesis has no
 * headers, so it travels within the event, in W3C's form (<a
 * href="https://www.w3.org/TR/trace-context/">traceparent</a>). Off unless {@code ETL_TRACE} is
 * {@code true}. Safe for use by many threads.
 */
final class TraceContext implements Supplier<Optional<String>> {

  /** Lambda's runtime client sets it for each invocation. */
  private static final String HEADER = "com.amazonaws.xray.traceHeader";

  private static final Pattern X_RAY =
      Pattern.compile(
          "Root=1-([0-9a-f]{8})-([0-9a-f]{24});Parent=([0-9a-f]{16})(?:;Sampled=([01]))?(?:;.*)?");

  private final boolean on;
  private final Supplier<@Nullable String> header;

  TraceContext(boolean on, Supplier<@Nullable String> header) {
    this.on = on;
    this.header = header;
  }

  static TraceContext ofEnvironment() {
    return of(System.getenv());
  }

  static TraceContext of(Map<String, String> environment) {
    boolean on = Boolean.parseBoolean(environment.getOrDefault("ETL_TRACE", "false"));
    return new TraceContext(on, () -> System.getProperty(HEADER));
  }

  /** The trace of this invocation, if there is one to be told. */
  @Override
  public Optional<String> get() {
    String text = on ? header.get() : null;
    if (text == null) {
      return Optional.empty();
    }
    Matcher trace = X_RAY.matcher(text);
    if (!trace.matches()) {
      return Optional.empty();
    }
    String sampled = "1".equals(trace.group(4)) ? "01" : "00";
    return Optional.of(
        "00-" + trace.group(1) + trace.group(2) + "-" + trace.group(3) + "-" + sampled);
  }
}
