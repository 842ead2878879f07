// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Puts what reference data says of a key into the event, and which edition said so. */
record TableEnricher(
    FieldPath key, FieldPath output, FieldPath version, Lookup<String, ObjectNode> lookup)
    implements Enricher {

  @Override
  public Enrichment enrich(ObjectNode event, Deadline deadline) {
    String value = key.scalarIn(event);
    if (value == null) {
      return key.noText();
    }
    LookupResult<ObjectNode> result = lookup.find(value, deadline);
    if (result instanceof LookupResult.Unavailable<ObjectNode> unavailable) {
      return new Enrichment.Failed(unavailable.reason());
    }
    if (result instanceof LookupResult.Found<ObjectNode> found) {
      return output.put(event, found.value().deepCopy())
          ? version.enrich(event, TextNode.valueOf(found.version()))
          : new Enrichment.Missing(output.blocked());
    }
    return new Enrichment.Missing("the table does not know the value of field " + key);
  }
}
