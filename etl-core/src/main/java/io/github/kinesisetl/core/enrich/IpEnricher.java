// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the end off addresses.
 *
 * @param input the field with the address
 * @param output where the rest goes
 * @param octetsKept of IPv4
 * @param groupsKept of IPv6
 */
record IpEnricher(FieldPath input, FieldPath output, int octetsKept, int groupsKept)
    implements Enricher {

  @Override
  public Enrichment enrich(ObjectNode event, Deadline deadline) {
    String text = input.textIn(event);
    String shortened = text == null ? null : shorten(text);
    if (shortened == null) {
      if (input.equals(output) && input.isIn(event)) {
        output.put(event, NullNode.getInstance());
      }
      return new Enrichment.Missing("field " + input + " has no IP address");
    }
    return output.enrich(event, TextNode.valueOf(shortened));
  }

  private @Nullable String shorten(String text) {
    IpAddress address = IpAddress.parse(text);
    return address == null ? null : address.shortened(octetsKept, groupsKept);
  }
}
