// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.metrics.EmfMetrics;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.ReaderOptions;
import io.github.kinesisetl.engine.UnknownFailures;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MemoryIdempotencyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of a function. Every message names the variable, what it may be and
 * what to do. Immutable, but for the metrics that it shares, and what is to be checked: filled
 * while a function is made.
 */
final class Settings {

  private static final String SINK = "ETL_SINK";
  private static final String DEAD_LETTERS = "ETL_DEAD_LETTERS";
  private static final String IN_PROGRESS = "ETL_IN_PROGRESS_SECONDS";
  private static final String TABLE = "dynamodb:";
  private static final int MEMORY_IDS = 50_000;

  private final Map<String, String> environment;
  private final @Nullable EmfMetrics metrics;
  private final @Nullable Encryption encryption;
  private final Map<String, Runnable> checks = new TreeMap<>();

  Settings(Map<String, String> environment) {
    SettingNames.check(environment);
    this.environment = Map.copyOf(environment);
    this.metrics = metricsOf(this.environment);
    this.encryption = Encryption.of(this.environment);
  }

  static Settings ofEnvironment() {
    return new Settings(System.getenv());
  }

  /** Where results go. */
  Sink<ObjectNode> sink() {
    return checked(SINK, Sinks.of(SINK, required(SINK), environment));
  }

  /** The sink, where it is alerts that go there: one is named by more than an event is. */
  Sink<ObjectNode> sinkOfAlerts() {
    Map<String, String> named = new HashMap<>(environment);
    named.putIfAbsent(Sinks.ID_FIELDS, "alert_id,state");
    return checked(SINK, Sinks.of(SINK, required(SINK), named));
  }

  EtlMetrics metrics() {
    return metrics == null ? EtlMetrics.NONE : metrics;
  }

  /** Sets all that is the same for every handler. */
  <I, O> EngineOptions.Builder<I, O> apply(EngineOptions.Builder<I, O> options) {
    Sink<DeadLetter> letters =
        checked(DEAD_LETTERS, Sinks.deadLetters(DEAD_LETTERS, required(DEAD_LETTERS), environment));
    options
        .deadLetters(encryption == null ? letters : encryption.around(letters))
        .reader(reader())
        .metrics(metrics())
        .lanes(number("ETL_LANES", 1, 1, EngineOptions.MAX_LANES))
        .deadlineMargin(Duration.ofMillis(number("ETL_DEADLINE_MARGIN_MILLIS", 500, 0, 900_000)))
        .unknownFailures(
            new UnknownFailures(
                number("ETL_MAX_ATTEMPTS", 3, 1, 1_000),
                Duration.ofSeconds(number("ETL_MAX_AGE_SECONDS", 900, 1, 604_800))));
    EmfMetrics emf = metrics;
    if (emf != null) {
      options.afterBatch(emf::flush);
    }
    boolean rememberAll = flag("ETL_REMEMBER_ALL");
    IdempotencyStore store = idempotency();
    if (store != null) {
      options.idempotency(store).rememberAll(rememberAll);
    }
    return options;
  }

  /** How entries are opened. */
  ReaderOptions reader() {
    ReaderOptions reader =
        ReaderOptions.DEFAULT.zlib(flag("ETL_ZLIB")).splitJson(flag("ETL_SPLIT_JSON"));
    boolean isRequired = flag("ETL_REQUIRE_ENCRYPTED");
    if (encryption == null) {
      if (isRequired) {
        throw new IllegalArgumentException(
            "ETL_REQUIRE_ENCRYPTED needs ETL_DECRYPT: without a key nothing could be read");
      }
      return reader;
    }
    return encryption.apply(reader).requireEncrypted(isRequired);
  }

  String text(String name, String otherwise) {
    return environment.getOrDefault(name, otherwise);
  }

  String required(String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must be set in the function's environment; docs/lambda.md lists the variables"
              .formatted(name));
    }
    return value;
  }

  int number(String name, int otherwise, int min, int max) {
    String value = environment.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,9}")
        || Integer.parseInt(value) < min
        || Integer.parseInt(value) > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, but is %s".formatted(name, min, max, value));
    }
    return Integer.parseInt(value);
  }

  /** One of the names of an enum in lower case, or nothing if the variable is not set. */
  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return choice(environment, name, type);
  }

  static <E extends Enum<E>> Optional<E> choice(
      Map<String, String> environment, String name, Class<E> type) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT);
      if (word.equals(value)) {
        return Optional.of(constant);
      }
      allowed.add(word);
    }
    throw new IllegalArgumentException(
        "%s must be one of %s, but is %s".formatted(name, String.join(", ", allowed), value));
  }

  /** The table of {@code dynamodb:<table>}, or nothing if the variable is none or not set. */
  Optional<String> table(String name, String otherForms) {
    String value = environment.getOrDefault(name, "none");
    if (value.startsWith(TABLE) && value.length() > TABLE.length()) {
      return Optional.of(value.substring(TABLE.length()));
    }
    if (!value.equals("none")) {
      throw new IllegalArgumentException(
          "%s must be %s or dynamodb:<table>, but is %s".formatted(name, otherForms, value));
    }
    return Optional.empty();
  }

  /** The settings as a health answer tells them, without what may be a password. */
  Map<String, String> describe() {
    Map<String, String> ours = new TreeMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(SettingNames.PREFIX)) {
        ours.put(name, Address.masked(value));
      }
    });
    return ours;
  }

  /** What a deep health check does, by variable. */
  Map<String, Runnable> checks() {
    return checks;
  }

  /** Names behind commas, without blanks around them and without repeats. */
  Set<String> names(String name, String otherwise) {
    Set<String> names = new LinkedHashSet<>();
    for (String part : text(name, otherwise).split(",", -1)) {
      if (!part.isBlank()) {
        names.add(part.strip());
      }
    }
    return names;
  }

  private <T> Sink<T> checked(String name, LazySink<T> sink) {
    checks.put(name, sink::open);
    return sink;
  }

  private boolean flag(String name) {
    String value = environment.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          "%s must be true or false, but is %s".formatted(name, value));
    }
    return value.equals("true");
  }

  private @Nullable IdempotencyStore idempotency() {
    String value = environment.getOrDefault("ETL_IDEMPOTENCY", "none");
    Duration life = Duration.ofSeconds(number("ETL_IDEMPOTENCY_SECONDS", 86_400, 1, 604_800));
    Duration lease = Duration.ofSeconds(number(IN_PROGRESS, 0, 0, 900));
    if (value.equals("memory")) {
      var store = new MemoryIdempotencyStore(MEMORY_IDS, life, InstantSource.system());
      return lease.isZero() ? store : store.markingEntries(lease);
    }
    Optional<String> table = table("ETL_IDEMPOTENCY", "none, memory");
    if (table.isEmpty() && !lease.isZero()) {
      throw new IllegalArgumentException(
          IN_PROGRESS + " needs ETL_IDEMPOTENCY: what is in progress is marked in its memory");
    }
    return table
        .map(name -> {
          Clients.require("ETL_IDEMPOTENCY", "dynamodb");
          IdempotencyStore store = AwsSinks.idempotency(name, life, lease);
          checks.put("ETL_IDEMPOTENCY", () -> store.mayKnow("health"));
          return store;
        })
        .orElse(null);
  }

  private static @Nullable EmfMetrics metricsOf(Map<String, String> environment) {
    String namespace = environment.get("ETL_METRICS_NAMESPACE");
    if (namespace == null || namespace.isEmpty()) {
      return null;
    }
    String function = environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "function");
    return EmfMetrics.builder(namespace)
        .dimension("FunctionName", function)
        .writeTo(new Console(), InstantSource.system());
  }
}
