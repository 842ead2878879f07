// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.lambda.LocalTables;
import io.github.kinesisetl.testing.lambda.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DeployTest {

  private static final Map<String, String> BASE =
      Map.of("ETL_SINK", "kinesis:out", "ETL_DEAD_LETTERS", "s3://letters/dead/");

  private static final String WINDOW =
      ",\"window\":{\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-01T00:02:00Z\"},"
          + "\"state\":{},\"isFinalInvokeForWindow\":false";

  @Test
  void handlers_withTheLeastEnvironment_answerATestWithTheirSettings() throws Exception {
    for (RequestStreamHandler handler :
        new RequestStreamHandler[] {
          new StreamProcessor(new Settings(BASE)),
          new DataEnricher(new Settings(BASE)),
          new AnomalyDetector(new Settings(BASE)),
          new FirehoseTransform(new Settings(BASE))
        }) {
      assertThat(invoke(handler, "{\"test\": true}"))
          .startsWith("{\"status\":\"ok\",\"handler\":\"" + handler.getClass().getSimpleName())
          .contains("\"ETL_SINK\":\"kinesis:out\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ETL_SINK||ETL_SINK must be set",
        "ETL_SINK|ftp://x|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|redshift:a/b|ETL_SINK must be kinesis:<stream>",
        "ETL_DEAD_LETTERS|sqs:http://q|ETL_DEAD_LETTERS must be kinesis:<stream>",
        "ETL_SINK|kinesis:|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|kinesis:a/b|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|s3:bad|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|s3://|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|sqs:queue|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|sqs:https://sqs/1/q.fifo|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|sns:arn|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|dynamodb:t/|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|dynamodb:table/a,,b|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|opensearch:host/index|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|opensearch:https://host/index|AWS_REGION must be set",
        "ETL_SINK|redshift:wg/dev/alerts; DROP TABLE x|ETL_SINK must be kinesis:<stream>",
        "ETL_SINK|redshift:wg/dev/alerts|AWS_REGION must be set",
        "ETL_DEAD_LETTERS|s3:b/p|ETL_DEAD_LETTERS must be kinesis:<stream>",
        "ETL_DEAD_LETTERS|sqs:http://q|ETL_DEAD_LETTERS must be kinesis:<stream>",
        "ETL_DEAD_LETTERS|sqs:http://q.fifo|ETL_DEAD_LETTERS must be kinesis:<stream>",
        "ETL_LANE|4|ETL_LANE is no setting; did you mean ETL_LANES?",
        "ETL_METRIC_NAMESPACE|x|ETL_METRIC_NAMESPACE is no setting; did you mean ETL_METRICS_NAMESPACE?",
        "ETL_REMEMBER_ALL|yes|ETL_REMEMBER_ALL must be true or false, but is yes",
        "ETL_LANES|0|ETL_LANES must be 1 to 64, but is 0",
        "ETL_LANES|many|ETL_LANES must be 1 to 64, but is many",
        "ETL_SINK_MODE|zip|ETL_SINK_MODE must be one of dense, kpl, plain, but is zip",
        "ETL_IDEMPOTENCY|redis|ETL_IDEMPOTENCY must be none, memory or dynamodb:<table>",
        "ETL_IN_PROGRESS_SECONDS|901|ETL_IN_PROGRESS_SECONDS must be 0 to 900, but is 901",
        "ETL_IN_PROGRESS_SECONDS|60|ETL_IN_PROGRESS_SECONDS needs ETL_IDEMPOTENCY",
        "ETL_DECRYPT|key|ETL_DECRYPT must be none or kms:<key arn, id or alias>, but is key",
        "ETL_REQUIRE_ENCRYPTED|true|ETL_REQUIRE_ENCRYPTED needs ETL_DECRYPT",
        "ETL_ENCRYPTION_CONTEXT|a=b|ETL_ENCRYPTION_CONTEXT needs ETL_DECRYPT",
        "ETL_SCHEMA|user_id:text|ETL_SCHEMA must be <name>:<type>"
      })
  void handler_wrongVariable_saysWhatItMayBe(String name, String value, String message) {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put(name, value == null ? "" : value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamProcessor(new Settings(environment)))
        .withMessageStartingWith(message);
  }

  @Test
  void handler_addressWithAPassword_isRefusedWithoutIt() throws Exception {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put("ETL_SINK", "opensearch:https://user:secret@host/index");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamProcessor(new Settings(environment)))
        .withMessageContaining("opensearch:https://***@host/index")
        .withMessageNotContaining("secret");
    environment.put("ETL_SINK", "opensearch:https://user:sec/ret@with@host/index"); // not encoded
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamProcessor(new Settings(environment)))
        .withMessageContaining("***@host")
        .withMessageNotContaining("sec/ret")
        .withMessageNotContaining("with");
    environment.put("ETL_SINK", "kinesis:out");
    environment.put("ETL_KEY_FIELD", "https://user:secret@host");
    try (var handler = new StreamProcessor(new Settings(environment))) {
      assertThat(invoke(handler, "{\"test\": true}")).contains("***@host").doesNotContain("secret");
    }
  }

  @Test
  void handler_clientThatIsNotOnTheClassPath_isMissedAtTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clients.require("ETL_SINK", "sns", ClassLoader.getPlatformClassLoader()))
        .withMessageStartingWith("ETL_SINK needs software.amazon.awssdk:sns");
    for (String service : new String[] {"s3", "sqs", "sns", "dynamodb", "kinesis"}) {
      Clients.require("ETL_SINK", service);
    }
  }

  @Test
  void names_ofAllSettings_areThoseOfTheDocumentation() throws Exception {
    String page = Files.readString(Path.of("../docs/lambda.md"));
    Set<String> documented = new TreeSet<>();
    for (String row : page.lines().filter(line -> line.startsWith("| `ETL_")).toList()) {
      String last = "";
      for (var name :
          Pattern.compile("`(E?T?L?_[A-Z_]+)`")
              .matcher(row.substring(2, row.indexOf(" | ")))
              .results()
              .toList()) {
        String text = name.group(1);
        last = text.startsWith("_") ? last.replaceAll("_[A-Z]+$", text) : text;
        documented.add(last);
      }
    }
    assertThat(SettingNames.ALL).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void deepTest_sinksThatCannotBeOpened_areNamedWithTheReason() throws Exception {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put("ETL_SINK", "kinesis:out");
    try (var handler = new StreamProcessor(new Settings(environment))) {
      assertThat(invoke(handler, "{\"test\": true, \"deep\": false}")).doesNotContain("checks");
      assertThat(invoke(handler, "{\"test\": true, \"deep\": true}"))
          .startsWith("{\"status\":\"failed\"")
          .contains("\"checks\":{\"ETL_DEAD_LETTERS\":\"ok\",\"ETL_SINK\":\"");
    }
  }

  @Test
  void identity_isMadeOfTheFieldsThatAreNamed_andIsNeverEmpty() {
    ObjectNode alert =
        JsonNodeFactory.instance.objectNode().put("alert_id", "a").put("state", "raised");
    assertThat(Sinks.identityOf(Map.of("ETL_ID_FIELDS", "alert_id,state")).apply(alert))
        .isEqualTo("a/raised");
    var two = Sinks.identityOf(Map.of("ETL_ID_FIELDS", "alert_id, state"));
    assertThat(two.apply(alert.deepCopy().put("alert_id", "a/b").put("state", "c")))
        .isNotEqualTo(two.apply(alert.deepCopy().put("alert_id", "a").put("state", "b/c")));
    assertThat(two.apply(alert.deepCopy().put("alert_id", "").put("state", "a")))
        .isNotEqualTo(two.apply(alert.deepCopy().put("alert_id", "a").put("state", "")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sinks.identityOf(Map.of()).apply(alert))
        .withMessage("an item has none of ETL_ID_FIELDS [event_id]");
  }

  @Test
  void anomalyDetector_valueOfAWindow_isOneOfThoseThatAre() throws Exception {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put("ETL_WINDOW_VALUE", "mean");
    try (var handler = new AnomalyDetector(new Settings(environment))) {
      assertThat(invoke(handler, points(WINDOW))).contains("\"s\":[1,2.0,2.0,2.0]");
    }
    environment.put("ETL_WINDOW_VALUE", "median");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnomalyDetector(new Settings(environment)))
        .withMessage("ETL_WINDOW_VALUE must be one of count, sum, mean, min, max, but is median");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ETL_DETECTOR_STATE|memory|ETL_DETECTOR_STATE must be none or dynamodb:<table>, but is memory",
        "ETL_DETECTOR_STATE|dynamodb:|ETL_DETECTOR_STATE must be none or dynamodb:<table>, but is dynamodb:",
        "ETL_DETECTOR_SAVES|0|ETL_DETECTOR_SAVES must be 1 to 10000, but is 0"
      })
  void anomalyDetector_wrongVariable_saysWhatItMayBe(String name, String value, String message) {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put(name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnomalyDetector(new Settings(environment)))
        .withMessage(message);
  }

  @Test
  void anomalyDetector_withATable_savesSeriesInIt() throws Exception {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put("ETL_DETECTOR_STATE", "dynamodb:states");
    environment.put("ETL_DETECTOR_SAVES", "7");
    Map<String, String> before = new HashMap<>();
    try (var tables = new LocalTables("states");
        var handler = new AnomalyDetector(new Settings(environment))) {
      tables.settings().forEach((name, value) -> before.put(name, System.setProperty(name, value)));
      assertThat(invoke(handler, points(""))).isEqualTo("{\"batchItemFailures\":[]}");
      assertThat(tables.client().scan(r -> r.tableName("states")).items())
          .singleElement()
          .satisfies(item -> assertThat(item).containsEntry("id", AttributeValue.fromS("s")));
    } finally {
      before.forEach((name, value) -> {
        String unused =
            value == null ? System.clearProperty(name) : System.setProperty(name, value);
      });
    }
  }

  @Test
  void handler_everySinkAndStore_isMadeWithoutAClient() {
    for (String sink :
        new String[] {
          "s3://lake/events",
          "sqs:http://q",
          "sns:arn:aws:sns:eu-central-1:123456789012:alerts",
          "dynamodb:table/id,sort",
          "opensearch:https://host/events",
          "redshift:wg/dev/alerts"
        }) {
      Map<String, String> environment = new HashMap<>(BASE);
      environment.put("ETL_SINK", sink);
      environment.put("AWS_REGION", "eu-central-1");
      environment.put("ETL_IDEMPOTENCY", "memory");
      environment.put("ETL_IN_PROGRESS_SECONDS", "60");
      environment.put("ETL_REMEMBER_ALL", "true");
      environment.put("ETL_METRICS_NAMESPACE", "etl");
      environment.put("ETL_DEAD_LETTERS", "sqs:http://q|s3://claims/large/");
      try (var handler = new StreamProcessor(new Settings(environment))) {
        assertThat(handler.configuration()).containsEntry("ETL_SINK", sink);
      }
    }
  }

  @Test
  void handler_withAKey_makesNoClientBeforeSomethingIsEncrypted() throws Exception {
    Map<String, String> environment = new HashMap<>(BASE);
    environment.put("ETL_DECRYPT", "kms:alias/events");
    environment.put("ETL_REQUIRE_ENCRYPTED", "true");
    environment.put("ETL_ENCRYPTION_CONTEXT", "stream=events, team=a");
    try (var handler = new StreamProcessor(new Settings(environment))) {
      assertThat(invoke(handler, "{\"test\": true}")).contains("kms:alias/events");
    }
    assertThat(new Settings(environment).reader().requireEncrypted()).isTrue();
    environment.put("ETL_ENCRYPTION_CONTEXT", "stream");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings(environment))
        .withMessageStartingWith("ETL_ENCRYPTION_CONTEXT must be <name>=<value>");
  }

  @Test
  void firehose_partitionKeys_areFieldsOfTheEvent() throws Exception {
    var settings = new Settings(Map.of("ETL_PARTITION_KEYS", "country", "ETL_SCHEMA", "a:integer"));
    try (var handler = new FirehoseTransform(settings)) {
      assertThat(
              invoke(
                  handler,
                  "{\"records\":[{\"recordId\":\"r\",\"data\":\"eyJhIjoxLCJjb3VudHJ5IjoiREUifQ==\"}]}"))
          .isEqualTo(
              "{\"records\":[{\"recordId\":\"r\",\"result\":\"Ok\","
                  + "\"data\":\"eyJhIjoxLCJjb3VudHJ5IjoiREUifQo=\","
                  + "\"metadata\":{\"partitionKeys\":{\"country\":\"DE\"}}}]}");
    }
  }

  private static String points(String window) {
    String point =
        "{\"event_type\":\"metric\",\"series\":\"s\",\"value\":2,"
            + "\"timestamp\":\"2026-01-01T00:00:00Z\"}";
    return "{\"Records\":[{\"kinesis\":{\"partitionKey\":\"s\",\"sequenceNumber\":\"1\",\"data\":\"%s\"}}]%s}"
        .formatted(Base64.getEncoder().encodeToString(point.getBytes(UTF_8)), window);
  }

  private static String invoke(RequestStreamHandler handler, String payload) throws IOException {
    var output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(payload.getBytes(UTF_8)), output, new FakeContext());
    return output.toString(UTF_8);
  }
}
