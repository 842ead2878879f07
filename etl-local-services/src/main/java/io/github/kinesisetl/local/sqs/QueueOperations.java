// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.ServiceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on queues. */
final class QueueOperations {

  private static final String NAME = "QueueName";
  private static final String URL = "QueueUrl";
  private static final int MAX_LISTED = 1000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Queues queues;

  QueueOperations(Queues queues) {
    this.queues = queues;
  }

  /** Tags are accepted and forgotten: no operation here shows them. */
  ObjectNode create(ObjectNode body, ServiceRequest request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, body, NAME, "Attributes", "tags");
    Queue queue = queues.create(fields.requiredText(NAME), fields.textMap("Attributes"));
    return JSON.objectNode().put(URL, url(queue, request));
  }

  ObjectNode url(ObjectNode body, ServiceRequest request) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, body, NAME, "QueueOwnerAWSAccountId");
    Queue queue = queues.require(fields.requiredText(NAME));
    return JSON.objectNode().put(URL, url(queue, request));
  }

  ObjectNode list(ObjectNode body, ServiceRequest request) {
    RequestFields fields =
        RequestFields.of(Refusal.INVALID, body, "QueueNamePrefix", "MaxResults", "NextToken");
    int limit = fields.number("MaxResults", MAX_LISTED, 1, MAX_LISTED);
    String prefix = fields.text("QueueNamePrefix", "");
    List<Queue> found =
        queues.all().tailMap(fields.text("NextToken", ""), false).values().stream()
            .filter(queue -> queue.name().startsWith(prefix))
            .limit(limit + 1L)
            .toList();
    ObjectNode answer = JSON.objectNode();
    ArrayNode urls = answer.putArray("QueueUrls");
    found.stream().limit(limit).forEach(queue -> urls.add(url(queue, request)));
    if (found.size() > limit && fields.has("MaxResults")) {
      answer.put("NextToken", found.get(limit - 1).name());
    }
    return answer;
  }

  ObjectNode delete(ObjectNode body) {
    queues.remove(require(RequestFields.of(Refusal.INVALID, body, URL)));
    return JSON.objectNode();
  }

  ObjectNode purge(ObjectNode body) {
    require(RequestFields.of(Refusal.INVALID, body, URL)).clear();
    return JSON.objectNode();
  }

  ObjectNode attributes(ObjectNode body) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, body, URL, "AttributeNames");
    Queue queue = require(fields);
    List<String> wanted = fields.texts("AttributeNames");
    Map<String, String> all = new LinkedHashMap<>(queue.settings().all());
    all.put("QueueArn", queue.arn());
    all.put("CreatedTimestamp", String.valueOf(queue.createdMillis() / 1000));
    all.put("LastModifiedTimestamp", String.valueOf(queue.modifiedMillis() / 1000));
    queue.counts(queues.nowMillis()).forEach((name, n) -> all.put(name, String.valueOf(n)));
    if (!wanted.contains("All")) {
      all.keySet().retainAll(wanted);
    }
    ObjectNode answer = JSON.objectNode();
    if (!all.isEmpty()) {
      ObjectNode shown = answer.putObject("Attributes");
      all.forEach(shown::put);
    }
    return answer;
  }

  ObjectNode setAttributes(ObjectNode body) {
    RequestFields fields = RequestFields.of(Refusal.INVALID, body, URL, "Attributes");
    Queue queue = require(fields);
    Map<String, String> changes = fields.textMap("Attributes");
    if (changes.containsKey(QueueSettings.FIFO)) {
      throw Refusal.of(
          "InvalidAttributeName", "You can specify the FifoQueue only during queue creation.");
    }
    QueueSettings changed = queue.settings().with(changes);
    queues.requireTarget(queue, changed);
    queue.settings(changed, queues.nowMillis());
    return JSON.objectNode();
  }

  private Queue require(RequestFields fields) {
    return queues.require(fields.requiredText(URL));
  }

  private String url(Queue queue, ServiceRequest request) {
    String host = request.header("host");
    return "http://%s/%s/%s"
        .formatted(host == null ? "127.0.0.1" : host, queues.accountId(), queue.name());
  }
}
