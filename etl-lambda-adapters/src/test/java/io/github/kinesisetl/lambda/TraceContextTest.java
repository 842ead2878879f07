// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.event.EventStamp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String HEADER =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  private static final String PARENT = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";

  @Test
  void decode_invocationWithATrace_writesItIntoEventsThatHaveNone() throws Exception {
    var trace = new TraceContext(true, () -> HEADER);
    assertThat(decode(trace, "{}").get("traceparent").asText()).isEqualTo(PARENT);
    assertThat(decode(trace, "{\"traceparent\":\"own\"}").get("traceparent").asText())
        .isEqualTo("own");
  }

  @Test
  void decode_traceSwitchedOff_addsNothing() throws Exception {
    assertThat(decode(new TraceContext(false, () -> HEADER), "{}").has("traceparent")).isFalse();
    assertThat(TraceContext.of(Map.of("ETL_TRACE", "true")).get()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Root=1-5759e988-bd862e3fe1be46a994272793", "Root=x;Parent=y"})
  void current_headerWithoutAParent_isNone(String header) {
    assertThat(new TraceContext(true, () -> header).get()).isEmpty();
  }

  private static ObjectNode decode(TraceContext trace, String json) throws Exception {
    var batch =
        new ListedBatch(
            List.of(
                new ListedBatch.Entry(
                    new RecordPosition("s", "1", 0), 0, "k", json.getBytes(UTF_8), null)));
    try (var reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      var record =
          new EntryWalk(reader, batch).show(0, 0, EventRecord.of("k", json.getBytes(UTF_8)));
      return new EventStamp(JsonCodec.tree(), trace).decode(record);
    }
  }
}
