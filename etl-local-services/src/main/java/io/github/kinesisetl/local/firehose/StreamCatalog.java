// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The delivery streams, which are ACTIVE at once. Safe for use by many threads. */
final class StreamCatalog {

  private static final int MAX_STREAMS = 5000;
  private static final int LIST_DEFAULT = 10;
  private static final int LIST_MAX = 10_000;
  private static final double MILLIS = Duration.ofSeconds(1).toMillis();
  private static final String DIRECT_PUT = "DirectPut";

  private final ServiceContext context;
  private final Consumer<String> forget;
  private final ConcurrentSkipListMap<String, DeliveryStream> streams =
      new ConcurrentSkipListMap<>();

  /** Takes what forgets the records of a stream that is deleted. */
  StreamCatalog(ServiceContext context, Consumer<String> forget) {
    this.context = context;
    this.forget = forget;
  }

  DeliveryStream get(String name) {
    DeliveryStream stream = streams.get(name);
    if (stream == null) {
      throw ServiceError.badRequest(
          "ResourceNotFoundException", "the delivery stream %s does not exist", name);
    }
    return stream;
  }

  DeliveryStream create(String name) {
    String arn =
        "arn:aws:firehose:%s:%s:deliverystream/%s"
            .formatted(context.region(), context.accountId(), name);
    var stream = new DeliveryStream(name, arn, DIRECT_PUT, context.clock().instant());
    if (streams.size() >= MAX_STREAMS) {
      throw ServiceError.badRequest(
          "LimitExceededException", "there must be at most %d delivery streams", MAX_STREAMS);
    }
    if (streams.putIfAbsent(name, stream) != null) {
      throw ServiceError.badRequest(
          "ResourceInUseException", "the delivery stream %s exists already", name);
    }
    return stream;
  }

  ObjectNode create(ObjectNode request) {
    var body = new Body(request, "DeliveryStreamName", "DeliveryStreamType");
    if (!body.text("DeliveryStreamType", DIRECT_PUT).equals(DIRECT_PUT)) {
      throw Body.invalid("DeliveryStreamType must be DirectPut here");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("DeliveryStreamARN", create(body.streamName()).arn());
  }

  ObjectNode describe(ObjectNode request) {
    DeliveryStream stream = get(new Body(request, "DeliveryStreamName", "Limit").streamName());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("DeliveryStreamDescription")
        .put("DeliveryStreamName", stream.name())
        .put("DeliveryStreamARN", stream.arn())
        .put("DeliveryStreamStatus", "ACTIVE")
        .put("DeliveryStreamType", stream.type())
        .put("VersionId", "1")
        .put("CreateTimestamp", stream.created().toEpochMilli() / MILLIS)
        .put("HasMoreDestinations", false)
        .putArray("Destinations");
    return answer;
  }

  ObjectNode list(ObjectNode request) {
    var body = new Body(request, "Limit", "DeliveryStreamType", "ExclusiveStartDeliveryStreamName");
    int limit = body.limit("Limit", LIST_DEFAULT, LIST_MAX);
    String type = body.text("DeliveryStreamType", DIRECT_PUT);
    String start = body.text("ExclusiveStartDeliveryStreamName", "");
    var names =
        streams.tailMap(start, false).values().stream()
            .filter(stream -> stream.type().equals(type))
            .map(DeliveryStream::name)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var page = answer.putArray("DeliveryStreamNames");
    names.stream().limit(limit).forEach(page::add);
    return answer.put("HasMoreDeliveryStreams", names.size() > limit);
  }

  ObjectNode delete(ObjectNode request) {
    var body = new Body(request, "DeliveryStreamName", "AllowForceDelete");
    String name = get(body.streamName()).name();
    streams.remove(name);
    forget.accept(name);
    return JsonNodeFactory.instance.objectNode();
  }
}
