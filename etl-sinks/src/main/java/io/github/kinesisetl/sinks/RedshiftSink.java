// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static io.github.kinesisetl.producer.spi.FailureKind.TRANSIENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.sinks.RequestBatches.Slot;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.Lines.UnwritableItemException;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Inserts small numbers of items, such as alerts, through the Redshift Data API (<a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html">BatchExecuteStatement</a>):
 * streams of events are better read by Redshift itself, from Kinesis. The API runs statements
 * later, all of a request in one transaction, so the sink asks what became of them (<a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html">DescribeStatement</a>)
 * before it says that they are stored; after some 13 seconds without an end it says that they
 * failed for now, and what comes again inserts nothing twice. Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class RedshiftSink<T> implements Sink<T> {

  private static final String SERVICE = "the Redshift Data API";

  /**
   * Of a statement (<a
   * href="https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html#data-api-calling-considerations">quotas</a>).
   */
  private static final int MAX_STATEMENT_BYTES = 100 << 10;

  /** Of a request (same pages). */
  private static final RequestBatches.Bounds BOUNDS =
      new RequestBatches.Bounds(SERVICE, 40, Long.MAX_VALUE);

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Questions after a statement: with the pauses in between some 13 seconds. */
  private static final int MAX_QUESTIONS = 8;

  private static final String EXECUTE = "RedshiftData.BatchExecuteStatement";
  private static final String DESCRIBE = "RedshiftData.DescribeStatement";

  /** What a failed statement says if every other one would fail alike. */
  private static final Pattern SET_UP_WRONGLY =
      Pattern.compile("does not exist|permission denied|not authorized");

  /** What it says if it lost against another one. */
  private static final Pattern LOST_A_RACE = Pattern.compile("(?i)serializable isolation|deadlock");

  private final SignedHttp http;
  private final URI endpoint;
  private final Target target;
  private final Function<T, AlertRow> rows;
  private final RetryPause pause;

  /**
   * A sink.
   *
   * @param endpoint the Data API's address, such as {@code
   *     https://redshift-data.us-east-1.amazonaws.com/}
   * @param target workgroup, database and table
   * @param rows an item's row
   * @param signer signs requests
   */
  public RedshiftSink(
      URI endpoint, Target target, Function<T, AlertRow> rows, RequestSigner signer) {
    this(endpoint, target, rows, signer, new RetryPause());
  }

  RedshiftSink(
      URI endpoint,
      Target target,
      Function<T, AlertRow> rows,
      RequestSigner signer,
      RetryPause pause) {
    this.pause = pause;
    this.endpoint = requireNonNull(endpoint, "endpoint");
    this.target = requireNonNull(target, "target");
    this.rows = requireNonNull(rows, "rows");
    this.http = new SignedHttp(signer, TIMEOUT);
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = WriteResult.builder(items.size());
    var batches = new RequestBatches<String>(BOUNDS, this::send, outcomes);
    for (int i = 0; i < items.size(); i++) {
      T item = items.get(i);
      try {
        String statement = Lines.made(() -> rows.apply(item)).insertInto(target.table());
        int bytes = statement.getBytes(UTF_8).length;
        if (bytes > MAX_STATEMENT_BYTES) {
          outcomes.refused(
              i,
              "a statement takes at most %d bytes, but has %d"
                  .formatted(MAX_STATEMENT_BYTES, bytes));
        } else {
          batches.add(i, statement, bytes);
        }
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      }
    }
    batches.sendAll();
    return outcomes.build();
  }

  private Optional<ServiceFailure> send(List<Slot<String>> slots, WriteResult.Builder outcomes) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("WorkgroupName", target.workgroup()).put("Database", target.database());
    ArrayNode statements = request.putArray("Sqls");
    slots.forEach(slot -> statements.add(slot.item()));
    try {
      HttpResponse<byte[]> answer = call(EXECUTE, request);
      if (answer.statusCode() != 200) {
        return Optional.of(failure(answer));
      }
      Optional<ServiceFailure> failure =
          outcomeOf(JSON.readTree(answer.body()).path("Id").asText());
      if (failure.isEmpty()) {
        slots.forEach(slot -> outcomes.stored(slot.index()));
      }
      return failure;
    } catch (IOException e) {
      return Optional.of(ServiceFailure.notReached(e));
    }
  }

  /** Asks for the end of a statement. */
  private Optional<ServiceFailure> outcomeOf(String id) throws IOException {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("Id", id);
    for (int question = 1; question <= MAX_QUESTIONS; question++) {
      HttpResponse<byte[]> answer = call(DESCRIBE, request);
      if (answer.statusCode() != 200) {
        return Optional.of(new ServiceFailure(failure(answer).errorCode(), TRANSIENT, true));
      }
      JsonNode statement = JSON.readTree(answer.body());
      switch (statement.path("Status").asText()) {
        case "FINISHED" -> {
          return Optional.empty();
        }
        case "FAILED" -> {
          String error = statement.path("Error").asText("");
          return Optional.of(new ServiceFailure("FAILED", kindOf(error), true));
        }
        case "ABORTED" -> {
          return Optional.of(new ServiceFailure("ABORTED", TRANSIENT, true));
        }
        default -> {
          if (!pause.beforeAttemptAfter(question)) {
            return Optional.of(new ServiceFailure("interrupted", TRANSIENT, false));
          }
        }
      }
    }
    return Optional.of(new ServiceFailure("NotFinishedInTime", TRANSIENT, true));
  }

  private static FailureKind kindOf(String error) {
    if (SET_UP_WRONGLY.matcher(error).find()) {
      return FailureKind.ACCOUNT_REFUSED;
    }
    return LOST_A_RACE.matcher(error).find() ? TRANSIENT : FailureKind.ITEM_REFUSED;
  }

  private HttpResponse<byte[]> call(String operation, ObjectNode request) throws IOException {
    var body = new RecordBuffer(8 << 10);
    body.write(request.toString().getBytes(UTF_8));
    Map<String, String> headers =
        Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", operation);
    return http.send("POST", endpoint, headers, body);
  }

  /** The service names its errors; whoever stands before it may answer with anything. */
  private static ServiceFailure failure(HttpResponse<byte[]> answer) {
    try {
      String type = JSON.readTree(answer.body()).path("__type").asText("");
      if (!type.isEmpty()) {
        return ServiceFailure.of(type.substring(type.indexOf('#') + 1), answer.statusCode());
      }
    } catch (IOException notJson) {
      return ServiceFailure.ofStatus(answer.statusCode());
    }
    return ServiceFailure.ofStatus(answer.statusCode());
  }

  /**
   * Where rows go.
   *
   * @param workgroup the serverless workgroup
   * @param database the database
   * @param table the table, with its schema if need be: letters, digits, {@code _}, one point
   */
  public record Target(String workgroup, String database, String table) {
    /** Checks the table's name, which stands in statements as it is. */
    public Target {
      requireNonNull(workgroup, "workgroup");
      requireNonNull(database, "database");
      if (!table.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?")) {
        throw new IllegalArgumentException("table must be a plain name, but is " + table);
      }
    }
  }
}
