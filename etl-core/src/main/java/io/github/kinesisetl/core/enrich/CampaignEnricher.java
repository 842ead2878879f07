// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Reads utm parameters and click ids.
 *
 * @param input the field with the URL
 * @param output where the object goes
 */
record CampaignEnricher(FieldPath input, FieldPath output) implements Enricher {
  private static final List<Parameter> UTM =
      List.of(
          new Parameter("utm_source", "source"),
          new Parameter("utm_medium", "medium"),
          new Parameter("utm_campaign", "name"),
          new Parameter("utm_term", "term"),
          new Parameter("utm_content", "content"),
          new Parameter("utm_id", "id"));

  /** The parameters as the networks' own help pages name them. */
  private static final List<Parameter> CLICK_IDS =
      List.of(
          new Parameter("gclid", "Google"),
          new Parameter("gbraid", "Google"),
          new Parameter("wbraid", "Google"),
          new Parameter("dclid", "Google"),
          new Parameter("msclkid", "Microsoft"),
          new Parameter("fbclid", "Meta"),
          new Parameter("ttclid", "TikTok"),
          new Parameter("twclid", "X"),
          new Parameter("li_fat_id", "LinkedIn"),
          new Parameter("yclid", "Yandex"));

  @Override
  public Enrichment enrich(ObjectNode event, Deadline deadline) {
    String text = input.textIn(event);
    WebAddress url = text == null ? null : WebAddress.parse(text);
    if (url == null) {
      return new Enrichment.Missing("field " + input + " has no URL");
    }
    ObjectNode campaign = JsonNodeFactory.instance.objectNode();
    for (Parameter parameter : UTM) {
      String value = url.parameter(parameter.name());
      if (value != null) {
        campaign.put(parameter.meaning(), value);
      }
    }
    for (Parameter parameter : CLICK_IDS) {
      String value = url.parameter(parameter.name());
      if (value != null && !campaign.has("click_id")) {
        campaign.put("click_id", value).put("network", parameter.meaning());
      }
    }
    if (campaign.isEmpty()) {
      return new Enrichment.Missing("field " + input + " has no campaign parameters");
    }
    return output.enrich(event, campaign);
  }

  private record Parameter(String name, String meaning) {}
}
