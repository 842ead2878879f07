// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedshiftSinkTest extends EventContract {

  private final Script script = new Script("ValidationException");
  private final List<Integer> held = Collections.synchronizedList(new ArrayList<>());
  private final HttpService http =
      new HttpService(
          script,
          body -> {
            held.addAll(Script.numbers(body));
            return "{\"Id\":\"statement\"}";
          },
          status -> "{\"__type\":\"com.amazon#" + script.code(status) + "\"}");

  @Override
  protected Service<ObjectNode> open() {
    return new ScriptedService<>(sink(), script, () -> List.copyOf(held), false);
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
    assertThat(http.bodies()).hasSize(2);
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
        RequestSigner.NONE);
  }
}
