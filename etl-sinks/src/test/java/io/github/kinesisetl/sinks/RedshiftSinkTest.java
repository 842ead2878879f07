// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedshiftSinkTest extends EventContract {

  private final Script script = new Script("ValidationException");
  private final List<Integer> held = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, List<Integer>> statements = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile Set<Integer> tooWide = Set.of(); // that the database does not take
  private volatile String error = "ERROR: value too long for type character varying(256)";
  private volatile boolean isStuck;
  private final HttpService http =
      new HttpService(
          script,
          this::answer,
          status -> "{\"__type\":\"com.amazon#" + script.code(status) + "\"}");

  @Override
  protected Service<ObjectNode> open() {
    held.clear();
    return new ScriptedService<>(sink(), script, () -> List.copyOf(held), false);
  }

  /** Takes statements at once, and has run them with the second question. */
  private String answer(String body) {
    try {
      JsonNode request = new ObjectMapper().readTree(body);
      if (request.has("Sqls")) {
        String id = "statement " + statements.size();
        statements.put(id, Script.numbers(body));
        return "{\"Id\":\"" + id + "\"}";
      }
      String id = request.get("Id").asText();
      if (asked.add(id) || isStuck) {
        return "{\"Status\":\"STARTED\"}";
      }
      List<Integer> items = statements.get(id);
      if (!Collections.disjoint(items, tooWide)) {
        return "{\"Status\":\"FAILED\",\"Error\":\"" + error + "\"}";
      }
      held.addAll(items);
      return "{\"Status\":\"FINISHED\"}";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void write_statementThatFailsForOneRow_refusesThatRowAlone() {
    tooWide = Set.of(3);
    WriteResult result =
        sink().write(IntStream.range(0, 8).mapToObj(EventContract::event).toList());
    assertThat(result.of(3))
        .isEqualTo(new ItemOutcome.Refused("the Redshift Data API answered FAILED"));
    assertThat(result.storedItems()).isEqualTo(7);
    assertThat(Set.copyOf(held)).containsExactlyInAnyOrder(0, 1, 2, 4, 5, 6, 7);
  }

  @Test
  void write_tableThatIsNotThere_refusesNoRow() {
    tooWide = Set.of(3);
    error = "ERROR: relation alerts does not exist";
    WriteResult result =
        sink().write(IntStream.range(0, 8).mapToObj(EventContract::event).toList());
    assertThat(result).isEqualTo(WriteResult.failed(8, "the Redshift Data API answered FAILED"));
  }

  @Test
  void write_statementThatDoesNotEnd_isNotSaidToBeStored() {
    isStuck = true;
    assertThat(sink().write(List.of(event(0))))
        .isEqualTo(WriteResult.failed(1, "the Redshift Data API answered NotFinishedInTime"));
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

  @Test
  void write_alerts_areSentAsStatementsThatInsertOnce() throws Exception {
    List<ObjectNode> alerts = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      alerts.add(event(i).put("id", "it's i-" + i));
    }
    assertThat(sink().write(alerts)).isEqualTo(WriteResult.stored(45));
    assertThat(statements).hasSize(2);
    JsonNode request = new ObjectMapper().readTree(http.bodies().get(0));
    assertThat(request.get("WorkgroupName").asText()).isEqualTo("wg");
    assertThat(request.get("Sqls")).hasSize(40);
    assertThat(request.get("Sqls").get(0).asText())
        .startsWith(
            "INSERT INTO public.alerts (alert_id, state, body) SELECT 'it''s i-0', 'raised', '{")
        .endsWith(
            "WHERE NOT EXISTS (SELECT 1 FROM public.alerts"
                + " WHERE alert_id = 'it''s i-0' AND state = 'raised')");
  }

  @Test
  void target_tableThatIsNoPlainName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RedshiftSink.Target("wg", "dev", "alerts; DROP TABLE x"));
  }

  private RedshiftSink<ObjectNode> sink() {
    return new RedshiftSink<>(
        URI.create(http.endpoint() + "/"),
        new RedshiftSink.Target("wg", "dev", "public.alerts"),
        alert -> {
          if (alert.has("unwritable")) {
            throw new IllegalStateException(SECRET);
          }
          return new AlertRow(identity(alert), "raised", alert.toString());
        },
        RequestSigner.NONE,
        new RetryPause(millis -> {}));
  }
}
