// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Classifies the page that a visitor came from. */
final class ReferrerEnricher implements Enricher {
  private final FieldPath input;
  private final FieldPath output;
  private final Set<String> ownHosts;

  ReferrerEnricher(FieldPath input, FieldPath output, Set<String> ownHosts) {
    this.input = input;
    this.output = output;
    this.ownHosts =
        ownHosts.stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Enrichment enrich(ObjectNode event, Deadline deadline) {
    String text = input.textIn(event);
    WebAddress page = text == null ? null : WebAddress.parse(text);
    if (page == null || page.host().isEmpty()) {
      return new Enrichment.Missing("field " + input + " has no absolute http URL");
    }
    return output.enrich(event, classify(page));
  }

  private ObjectNode classify(WebAddress page) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (ownHosts.stream().anyMatch(page::isWithin)) {
      return json.put("medium", "internal").put("host", page.host());
    }
    ReferrerTable.Site site = ReferrerTable.bundled().find(page.host());
    json.put("medium", site == null ? "other" : site.medium()).put("host", page.host());
    if (site != null) {
      json.put("source", site.name());
      String term = term(page, site);
      if (term != null) {
        json.put("term", term);
      }
    }
    return json;
  }

  private static @Nullable String term(WebAddress page, ReferrerTable.Site site) {
    for (String parameter : site.termParameters()) {
      String term = page.parameter(parameter);
      if (term != null) {
        return term;
      }
    }
    return null;
  }
}
