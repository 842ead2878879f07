// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class KinesisEventHandlerTest {

  private final MemorySink<String> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();

  @Test
  void handleRequest_eventOfTheLibrary_isDoneUpToTheFailureAndItsBuffersStayWhole() {
    var event = event("a", "b", "later", "c");
    try (var inner = handler()) {
      StreamsEventResponse answer =
          new KinesisEventHandler(inner).handleRequest(event, new FakeContext());
      assertThat(answer.getBatchItemFailures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.getItemIdentifier()).isEqualTo("1002"));
    }
    assertThat(sink.items()).containsExactly("a@s-1:1000:0", "b@s-1:1001:0");
    assertThat(event.getRecords().get(0).getKinesis().getData().remaining()).isEqualTo(1);
  }

  @Test
  void handleRequest_eventWithoutRecords_isDone() {
    try (var inner = handler()) {
      StreamsEventResponse answer =
          new KinesisEventHandler(inner).handleRequest(new KinesisEvent(), new FakeContext());
      assertThat(answer.getBatchItemFailures()).isEmpty();
    }
  }

  private KinesisHandler<String, String> handler() {
    return new KinesisHandler<>(
        EngineOptions.builder(
                record -> new String(record.record().copyData(), UTF_8) + "@" + record.identity(),
                (String word) ->
                    word.startsWith("later") ? new Failed<>("check", "later") : new Passed<>(word))
            .sink(sink)
            .deadLetters(deadLetters)
            .build()) {};
  }

  @SuppressWarnings("JavaUtilDate") // the library's own type
  private static KinesisEvent event(String... words) {
    List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      var record = new KinesisEvent.Record();
      record.setData(ByteBuffer.wrap(words[i].getBytes(UTF_8)));
      record.setSequenceNumber(Integer.toString(1000 + i));
      record.setPartitionKey("k");
      record.setApproximateArrivalTimestamp(new Date(1_700_000_000_000L));
      var received = new KinesisEvent.KinesisEventRecord();
      received.setEventID("s-1:" + (1000 + i));
      received.setKinesis(record);
      records.add(received);
    }
    var event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }
}
