// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.sinks.RequestBatches.Slot;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.Lines.UnwritableItemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Indexes items in bulk, over the JDK's HTTP client. An item has an id and a version of its own
 * (external versions): written again it changes nothing, and an older one never replaces a newer.
 * Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class OpenSearchSink<T> implements Sink<T> {

  private static final String SERVICE = "OpenSearch";

  /** Of a request; a document may exceed it, and then goes alone. */
  private static final RequestBatches.Bounds BOUNDS =
      new RequestBatches.Bounds(SERVICE, Integer.MAX_VALUE, 5 << 20);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int CONFLICT = 409;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SignedHttp http;
  private final URI bulk;
  private final Codec<T> codec;
  private final Function<T, Document> documents;

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
    this.http = new SignedHttp(signer, TIMEOUT);
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = WriteResult.builder(items.size());
    var batches = new RequestBatches<byte[]>(BOUNDS, this::send, outcomes);
    for (int i = 0; i < items.size(); i++) {
      try {
        byte[] action = action(items.get(i));
        batches.add(i, action, action.length);
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      }
    }
    batches.sendAll();
    return outcomes.build();
  }

  private byte[] action(T item) throws UnwritableItemException {
    Document document = Lines.made(() -> documents.apply(item));
    var action = JSON.createObjectNode();
    action
        .putObject("index")
        .put("_id", document.id())
        .put("version", document.version())
        .put("version_type", "external_gte");
    var bytes = new RecordBuffer(1 << 10);
    bytes.write(action.toString().getBytes(UTF_8));
    bytes.write('\n');
    Lines.write(codec, item, bytes);
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private Optional<ServiceFailure> send(List<Slot<byte[]>> slots, WriteResult.Builder outcomes) {
    var body = new RecordBuffer(64 << 10);
    slots.forEach(slot -> body.write(slot.item()));
    try {
      HttpResponse<byte[]> answer =
          http.send("POST", bulk, Map.of("Content-Type", "application/x-ndjson"), body);
      if (answer.statusCode() != 200) {
        return Optional.of(ServiceFailure.ofStatus(answer.statusCode()));
      }
      read(JSON.readTree(answer.body()).path("items"), slots, outcomes);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(ServiceFailure.notReached(e));
    }
  }

  /** A version conflict says that the item, or a newer one, is there. */
  private static void read(
      JsonNode answers, List<Slot<byte[]>> slots, WriteResult.Builder outcomes) {
    for (int i = 0; i < slots.size(); i++) {
      int index = slots.get(i).index();
      JsonNode answer = answers.path(i).path("index");
      int status = answer.path("status").asInt();
      if (status == CONFLICT || (status >= 200 && status < 300)) {
        outcomes.stored(index);
        continue;
      }
      ServiceFailure failure = ServiceFailure.ofStatus(status);
      String type = answer.path("error").path("type").asText("");
      String reason = failure.describe(SERVICE) + (type.isEmpty() ? "" : " (" + type + ")");
      if (failure.kind() == FailureKind.ITEM_REFUSED) {
        outcomes.refused(index, reason);
      } else {
        outcomes.failed(index, reason);
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
