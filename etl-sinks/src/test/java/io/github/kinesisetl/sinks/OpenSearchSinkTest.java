// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenSearchSinkTest extends EventContract {

  private final Script script = new Script("");
  private final List<Integer> held = Collections.synchronizedList(new ArrayList<>());
  private final HttpService http =
      new HttpService(script, this::answer, status -> "<html>" + status + "</html>");

  @Override
  protected Service<ObjectNode> open() {
    held.clear();
    return new ScriptedService<>(sink(http.endpoint()), script, () -> List.copyOf(held), true);
  }

  /** Each connection that is closed is opened anew. */
  @Override
  protected int faultSeeds() {
    return super.faultSeeds() / 5;
  }

  @AfterEach
  void stop() {
    http.close();
  }

  /** An event whose date is an object, where the index has a text. */
  @Override
  protected Optional<ObjectNode> poisoned(int number) {
    ObjectNode event = event(number);
    event.putObject("date").put("an object", "where a text was");
    return Optional.of(event);
  }

  @Test
  void write_documents_areIndexedUnderAnIdAndAVersionOfTheirOwn() {
    assertThat(sink(http.endpoint()).write(List.of(event(1)))).isEqualTo(WriteResult.stored(1));
    assertThat(http.bodies().get(0))
        .startsWith(
            """
            {"index":{"_id":"i-1","version":1,"version_type":"external_gte"}}
            {"id":"i-1","date":"1",\
            """);
  }

  @Test
  void write_anIdThatIsTooLong_refusesTheDocumentAlone() {
    ObjectNode tooLong = event(2).put("id", "i-2".repeat(200));
    WriteResult result = sink(http.endpoint()).write(List.of(event(1), tooLong, event(3)));
    assertThat(result.of(1)).isInstanceOf(ItemOutcome.Refused.class);
    assertThat(result.storedItems()).isEqualTo(2);
  }

  @Test
  void write_whenNobodyListens_failsForNow() {
    http.close();
    WriteResult result = sink(http.endpoint()).write(List.of(event(1)));
    assertThat(result.failure()).get().asString().startsWith("OpenSearch was not reached: ");
  }

  static OpenSearchSink<ObjectNode> sink(URI endpoint) {
    return new OpenSearchSink<>(
        endpoint.resolve("/events"),
        CODEC,
        event -> new OpenSearchSink.Document(identity(event), event.path("date").asLong()),
        RequestSigner.NONE);
  }

  /** As the bulk API answers: a conflict for what is there, a mapping error for a wrong form. */
  private String answer(String body) {
    var answer = new StringBuilder("{\"items\":[");
    String[] lines = body.split("\n", -1);
    for (int i = 0; i + 1 < lines.length; i += 2) {
      answer.append(i == 0 ? "" : ",").append("{\"index\":").append(itemOf(lines[i + 1]));
      answer.append('}');
    }
    return answer.append("]}").toString();
  }

  private String itemOf(String document) {
    int number = Script.number(document);
    if (script.isBusyWith(number)) {
      return "{\"status\":429}";
    }
    if (document.contains("an object")) {
      return "{\"status\":400,\"error\":{\"type\":\"mapper_parsing_exception\"}}";
    }
    if (held.contains(number)) {
      return "{\"status\":409}";
    }
    held.add(number);
    return "{\"status\":201}";
  }
}
