// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Up to ten requests in one; each succeeds or fails on its own.
 *
 * @param entries their fields
 */
record Batch(List<RequestFields> entries) {

  private static final int MAX_ENTRIES = 10;
  private static final String ID = "Id";

  static Batch read(RequestFields fields, String... known) {
    List<String> names = new ArrayList<>(List.of(known));
    names.add(ID);
    List<RequestFields> entries = new ArrayList<>();
    for (JsonNode node : fields.list("Entries")) {
      entries.add(RequestFields.of(Refusal.INVALID, node, names.toArray(new String[0])));
    }
    if (entries.isEmpty()) {
      throw Refusal.of("EmptyBatchRequest", "There should be at least one entry in the request.");
    }
    if (entries.size() > MAX_ENTRIES) {
      throw Refusal.of(
          "TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are 10. You have sent %d.",
          entries.size());
    }
    Set<String> ids = new HashSet<>();
    for (RequestFields entry : entries) {
      requireId(entry.requiredText(ID), ids);
    }
    return new Batch(entries);
  }

  /** Runs each request and reports on each. */
  ObjectNode run(Function<RequestFields, ObjectNode> operation) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode successful = answer.putArray("Successful");
    ArrayNode failed = JsonNodeFactory.instance.arrayNode();
    for (RequestFields entry : entries) {
      String id = entry.requiredText(ID);
      try {
        successful.add(operation.apply(entry).put(ID, id));
      } catch (ServiceError e) {
        failed
            .addObject()
            .put(ID, id)
            .put("SenderFault", true)
            .put("Code", Refusal.queryName(e.code()))
            .put("Message", e.getMessage());
      }
    }
    if (!failed.isEmpty()) {
      answer.set("Failed", failed);
    }
    return answer;
  }

  private static void requireId(String id, Set<String> before) {
    if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
      throw Refusal.of(
          "InvalidBatchEntryId",
          "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It"
              + " can be at most 80 letters long.");
    }
    if (!before.add(id)) {
      throw Refusal.of("BatchEntryIdsNotDistinct", "Id %s repeated.", id);
    }
  }
}
