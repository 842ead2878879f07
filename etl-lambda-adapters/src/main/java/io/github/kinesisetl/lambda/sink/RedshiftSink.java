// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Inserts small numbers of items, such as alerts, through the Redshift Data API (<a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html">BatchExecuteStatement</a>):
 * streams of events are better read by Redshift itself, from Kinesis. The API runs statements
 * later: that it has taken them is all that this sink knows, so watch their failures by
 * EventBridge. Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class RedshiftSink<T> implements Sink<T> {

  /** Most statements of a request (same page). */
  private static final int MAX_STATEMENTS = 40;

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Lazy<HttpClient> http = new Lazy<>(HttpClient::newHttpClient);
  private final URI endpoint;
  private final Target target;
  private final Function<T, AlertRow> rows;
  private final RequestSigner signer;

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
    this.endpoint = requireNonNull(endpoint, "endpoint");
    this.target = requireNonNull(target, "target");
    this.rows = requireNonNull(rows, "rows");
    this.signer = requireNonNull(signer, "signer");
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = new Outcomes();
    for (int from = 0; from < items.size() && !outcomes.hasFailed(); from += MAX_STATEMENTS) {
      send(items.subList(from, Math.min(items.size(), from + MAX_STATEMENTS)), from, outcomes);
    }
    return outcomes.result();
  }

  private void send(List<T> items, int firstIndex, Outcomes outcomes) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("WorkgroupName", target.workgroup()).put("Database", target.database());
    ArrayNode statements = request.putArray("Sqls");
    items.forEach(item -> statements.add(rows.apply(item).insertInto(target.table())));
    byte[] body = request.toString().getBytes(UTF_8);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "RedshiftData.BatchExecuteStatement")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signer.sign(builder, "POST", endpoint, body);
    try {
      HttpResponse<Void> answer =
          http.get().send(builder.build(), HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() != 200) {
        outcomes.failed(firstIndex, "the Redshift Data API answered " + answer.statusCode());
      }
    } catch (IOException e) {
      String kind = e.getClass().getSimpleName();
      outcomes.failed(firstIndex, "the Redshift Data API was not reached: " + kind);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcomes.failed(firstIndex, "interrupted");
    }
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
