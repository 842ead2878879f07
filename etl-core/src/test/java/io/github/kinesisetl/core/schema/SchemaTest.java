// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

  private static final RecordSchema V1 =
      schema(
          1,
          Field.required("id", FieldType.STRING),
          Field.optional("amount", FieldType.INTEGER).between(0, 10));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STRING|\"x\"|1",
        "STRING|\"\"|true",
        "INTEGER|1|1.5",
        "INTEGER|-9223372036854775808|1e3",
        "INTEGER|5|9223372036854775808",
        "DECIMAL|1.5|\"1.5\"",
        "DECIMAL|1|[]",
        "BOOLEAN|true|0",
        "TIMESTAMP|\"2026-11-23T14:00:00Z\"|\"2026-11-23\"",
        "OBJECT|{}|[]",
        "ARRAY|[]|{}",
        "TIMESTAMP|\"2026-11-23T14:00:00+02:00\"|1700000000"
      })
  void accepts_valuesOfTheTypeOnly(FieldType type, String good, String bad) throws Exception {
    assertThat(type.accepts(json(good))).isTrue();
    assertThat(type.accepts(json(bad))).isFalse();
  }

  @Test
  void violationsOf_limits_holdAtBothEnds() throws Exception {
    assertThat(V1.violationsOf(json("{\"id\":\"a\",\"amount\":0}"))).isEmpty();
    assertThat(V1.violationsOf(json("{\"id\":\"a\",\"amount\":10,\"more\":1}"))).isEmpty();
    assertThat(V1.violationsOf(json("{\"id\":\"a\",\"amount\":null}"))).isEmpty();
    assertThat(V1.violationsOf(json("{\"id\":\"a\",\"amount\":11}")))
        .containsExactly(new SchemaViolation("amount", "range 0.0 to 10.0", "whole number"));
    assertThat(V1.violationsOf(json("{\"id\":null,\"amount\":-1}"))).hasSize(2);
    assertThat(V1.violationsOf(json("[1,2]")))
        .containsExactly(new SchemaViolation("(event)", "type OBJECT", "array of 2 entries"));
  }

  @Test
  void breaks_newRequiredField_onlyBackward() {
    RecordSchema v2 =
        schema(
            2,
            Field.required("id", FieldType.STRING),
            Field.optional("amount", FieldType.INTEGER).between(0, 10),
            Field.required("place", FieldType.STRING));
    assertThat(Compatibility.BACKWARD.breaks(V1, v2))
        .containsExactly("version 2 reading version 1: place is required, but not written");
    assertThat(Compatibility.FORWARD.breaks(V1, v2)).isEmpty();
    assertThat(Compatibility.FULL.breaks(V1, v2)).hasSize(1);
  }

  @Test
  void breaks_droppedRequiredField_onlyForward() {
    RecordSchema v2 = schema(2, Field.optional("id", FieldType.STRING));
    assertThat(Compatibility.BACKWARD.breaks(V1, v2)).isEmpty();
    assertThat(Compatibility.FORWARD.breaks(V1, v2))
        .containsExactly("version 1 reading version 2: id is required, but may be missing");
  }

  @Test
  void breaks_widerTypeAndRange_onlyForward() {
    RecordSchema v2 =
        schema(
            2,
            Field.required("id", FieldType.STRING),
            Field.optional("amount", FieldType.DECIMAL).between(0, 20));
    assertThat(Compatibility.BACKWARD.breaks(V1, v2)).isEmpty();
    assertThat(Compatibility.FORWARD.breaks(V1, v2)).hasSize(2);
  }

  @Test
  void versions_brokenStep_isRefusedWithWhatBreaks() {
    RecordSchema v2 = schema(2, Field.required("id", FieldType.INTEGER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaVersions.of(Compatibility.BACKWARD, v2, V1))
        .withMessageContaining("id is read as INTEGER, but written as STRING");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaVersions.of(Compatibility.FULL, V1, V1))
        .withMessageContaining("twice");
    SchemaVersions versions =
        SchemaVersions.of(
            Compatibility.BACKWARD, schema(2, Field.required("id", FieldType.STRING)), V1);
    assertThat(versions.latest().version()).isEqualTo(2);
    assertThat(versions.version(1)).contains(V1);
    assertThat(versions.version(3)).isEmpty();
  }

  @Test
  void builder_badDefinitions_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RecordSchema.builder("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> RecordSchema.builder("x", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Field.required("", FieldType.STRING));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Field.required("x", FieldType.INTEGER).between(2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Field.required("x", FieldType.BOOLEAN).between(0, 1));
    Field twice = Field.required("x", FieldType.STRING);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordSchema.builder("x", 1).field(twice).field(twice));
  }

  private static RecordSchema schema(int version, Field... fields) {
    RecordSchema.Builder builder = RecordSchema.builder("order", version);
    List.of(fields).forEach(builder::field);
    return builder.build();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
