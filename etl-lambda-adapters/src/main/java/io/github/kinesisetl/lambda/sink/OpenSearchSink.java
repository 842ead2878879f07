// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Indexes items in bulk, over the JDK's HTTP client. An item has an id and a version of its own
 * (external versions): written again it changes nothing, and an older one never replaces a newer.
 * Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class OpenSearchSink<T> implements Sink<T> {

  /** Bytes of a request, about; a document may exceed it. */
  private static final int BULK_BYTES = 5 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lazy<HttpClient> http = new Lazy<>(HttpClient::newHttpClient);
  private final URI bulk;
  private final Codec<T> codec;
  private final Function<T, Document> documents;
  private final RequestSigner signer;

  /**
   * A sink.
   *
   * @param index the index's address, such as {@code https://host/events}
   * @param codec writes an item as one line of JSON
   * @param documents names an item
   * @param signer signs requests, or adds a password
   */
  public OpenSearchSink(
      URI index, Codec<T> codec, Function<T, Document> documents, RequestSigner signer) {
    this.bulk = URI.create(requireNonNull(index, "index") + "/_bulk");
    this.codec = requireNonNull(codec, "codec");
    this.documents = requireNonNull(documents, "documents");
    this.signer = requireNonNull(signer, "signer");
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = new Outcomes();
    int from = 0;
    while (from < items.size() && !outcomes.hasFailed()) {
      var body = new RecordBuffer(64 << 10);
      int to = from;
      while (to < items.size() && body.sizeBytes() < BULK_BYTES) {
        append(items.get(to++), body);
      }
      send(body.toByteArray(), from, outcomes);
      from = to;
    }
    return outcomes.result();
  }

  private void append(T item, RecordBuffer body) {
    Document document = documents.apply(item);
    var action = JSON.createObjectNode();
    action
        .putObject("index")
        .put("_id", document.id())
        .put("version", document.version())
        .put("version_type", "external_gte");
    body.write(action.toString().getBytes(UTF_8));
    body.write('\n');
    codec.encode(item, body);
    body.write('\n');
  }

  private void send(byte[] body, int firstIndex, Outcomes outcomes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bulk)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signer.sign(request, "POST", bulk, body);
    try {
      HttpResponse<byte[]> answer =
          http.get().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        read(JSON.readTree(answer.body()).path("items"), firstIndex, outcomes);
      } else {
        outcomes.failed(firstIndex, "OpenSearch answered " + answer.statusCode());
      }
    } catch (IOException e) {
      outcomes.failed(firstIndex, "OpenSearch was not reached: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcomes.failed(firstIndex, "interrupted");
    }
  }

  /** A version conflict says that the item, or a newer one, is there. */
  private static void read(JsonNode answers, int firstIndex, Outcomes outcomes) {
    for (int i = 0; i < answers.size(); i++) {
      JsonNode answer = answers.get(i).path("index");
      int status = answer.path("status").asInt();
      String type = answer.path("error").path("type").asText("");
      if (status == TOO_MANY || status >= 500) {
        outcomes.failed(firstIndex + i, "OpenSearch answered " + status + " for a document");
      } else if (status >= 300 && status != CONFLICT) {
        outcomes.refused(firstIndex + i, "OpenSearch refuses the document: " + type);
      }
    }
  }

  /**
   * What names an item.
   *
   * @param id the same for the same event, at most 512 bytes
   * @param version rises with each change of it, 0 or more
   */
  public record Document(String id, long version) {
    /** Checks the id. */
    public Document {
      if (id.isEmpty() || id.getBytes(UTF_8).length > 512) {
        throw new IllegalArgumentException(
            "id must have 1 to 512 bytes, but has " + id.getBytes(UTF_8).length);
      }
    }
  }
}
