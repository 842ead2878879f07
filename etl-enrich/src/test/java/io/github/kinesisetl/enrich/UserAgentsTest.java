// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.Enrichment;
import io.github.kinesisetl.testing.EnricherContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentsTest extends EnricherContract {
  private static final String CHROME =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/32.0.1700.77 Safari/537.36";

  private final Enricher enricher = UserAgents.enricher();

  @Override
  protected Enricher enricher() {
    return enricher;
  }

  @Override
  protected String input() {
    return "user_agent";
  }

  @Override
  protected String output() {
    return "enriched";
  }

  @Override
  protected JsonNode known() {
    return JsonNodeFactory.instance.textNode(CHROME);
  }

  @Test
  void enrich_ofABrowser_tellsBrowserSystemAndDevice() {
    ObjectNode event = event("user_agent", CHROME);

    assertThat(UserAgents.enricher().enrich(event, Deadline.none()))
        .isInstanceOf(Enrichment.Enriched.class);

    JsonNode found = event.at("/enriched/user_agent");
    assertThat(found.get("browser").asText()).isEqualTo("Chrome");
    assertThat(found.get("browser_version").asText()).isEqualTo("32.0");
    assertThat(found.get("os").asText()).isEqualTo("Mac OS X");
    assertThat(found.get("os_version").asText()).isEqualTo("10.9");
    assertThat(found.get("device").asText()).isEqualTo("Mac");
  }

  @Test
  void enrich_ofAnEndlessText_looksAtTheBeginning() {
    ObjectNode event = event("user_agent", CHROME + "(;".repeat(1_000_000));

    UserAgents.enricher().enrich(event, Deadline.none());

    assertThat(event.at("/enriched/user_agent/browser").asText()).isEqualTo("Chrome");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "  "})
  void enrich_thatSaysNothing_isMissing(String text) {
    ObjectNode event = event("user_agent", text);
    ObjectNode before = event.deepCopy();

    assertThat(UserAgents.enricher().enrich(event, Deadline.none()))
        .isEqualTo(new Enrichment.Missing("field /user_agent has no text"));
    assertThat(event).isEqualTo(before);
  }

  @Test
  void enrich_aTextOfTheCache_givesEachEventAnObjectOfItsOwn() {
    Enricher enricher = UserAgents.enricher("user_agent", "found", 1);
    ObjectNode first = event("user_agent", CHROME);
    ObjectNode second = first.deepCopy();

    enricher.enrich(first, Deadline.none());
    enricher.enrich(second, Deadline.none());

    assertThat(second).isEqualTo(first);
    assertThat(second.get("found")).isNotSameAs(first.get("found"));
  }

  @Test
  void enricher_withoutRoomForOneText_isRefused() {
    assertThatThrownBy(() -> UserAgents.enricher("a", "b", 0)).hasMessageContaining("maxCached");
  }

  private static ObjectNode event(String field, String value) {
    return JsonNodeFactory.instance.objectNode().put(field, value);
  }
}
