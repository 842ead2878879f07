// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import io.github.kinesisetl.lambda.window.TumblingWindow;
import io.github.kinesisetl.testing.MemorySink;
import io.github.kinesisetl.testing.lambda.FakeContext;
import io.github.kinesisetl.testing.lambda.LambdaEvent;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TumblingWindowTest {

  private final MemorySink<String> sink = new MemorySink<>();
  private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();
  private final Set<Integer> failing = new HashSet<>();

  private boolean failsToTell;

  /** Sums numbers over a window. */
  private final class Sum implements TumblingWindow.Fold<Integer, String> {
    private long sum;
    private int padding;

    Sum(InvocationWindow window) {
      String digits = window.state().replaceAll("[^0-9]", "");
      sum = digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    @Override
    public ProcessingResult<String> process(Integer number) {
      if (failing.contains(number)) {
        return new Failed<>("sum", "not now");
      }
      sum += number;
      padding = number == 999 ? InvocationWindow.MAX_STATE_BYTES : padding;
      return new Filtered<>("summed");
    }

    @Override
    public String state() {
      return "{\"sum\":" + sum + " ".repeat(padding) + "}";
    }

    @Override
    public List<String> results() {
      if (failsToTell) {
        throw new IllegalStateException("never");
      }
      return List.of("sum=" + sum);
    }
  }

  private KinesisHandler<Integer, String> handler() {
    return handler(sink);
  }

  private KinesisHandler<Integer, String> handler(Sink<String> sink) {
    return new KinesisHandler<>(
        EngineOptions.builder(
                record -> Integer.parseInt(new String(record.record().copyData(), UTF_8)),
                (Integer number) -> new Filtered<String>("no window"))
            .sink(sink)
            .deadLetters(deadLetters)
            .build(),
        Sum::new) {};
  }

  @Test
  void handle_windowOverThreeInvocations_carriesItsStateAndWritesOnce() throws Exception {
    try (var handler = handler()) {
      assertThat(invoke(handler, "{}", false, "1", "2"))
          .isEqualTo("{\"state\":{\"sum\":3},\"batchItemFailures\":[]}");
      assertThat(invoke(handler, "{\"sum\":3}", false, "4"))
          .isEqualTo("{\"state\":{\"sum\":7},\"batchItemFailures\":[]}");
      assertThat(sink.items()).isEmpty();
      assertThat(invoke(handler, "{\"sum\":7}", true))
          .isEqualTo("{\"state\":{},\"batchItemFailures\":[]}");
    }
    assertThat(sink.items()).containsExactly("sum=7");
  }

  @Test
  void handle_failureWithinAWindow_leavesOutOfTheStateWhatComesAgain() throws Exception {
    failing.add(3);
    try (var handler = handler()) {
      assertThat(invoke(handler, "{\"sum\":10}", false, "1", "2", "3", "4"))
          .isEqualTo(
              "{\"state\":{\"sum\":13},\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
                  .formatted(LambdaEvent.sequenceNumber(2)));
    }
  }

  @Test
  void handle_stateBeyondTheLimit_endsTheWindowEarly() throws Exception {
    try (var handler = handler()) {
      assertThat(invoke(handler, "{\"sum\":1}", false, "999"))
          .isEqualTo("{\"state\":{},\"batchItemFailures\":[]}");
    }
    assertThat(sink.items()).containsExactly("sum=1000");
  }

  @Test
  void handle_resultThatCannotBeWritten_failsTheInvocation() {
    sink.failNext(2, 0);
    try (var handler = handler()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> invoke(handler, "{\"sum\":7}", true));
    }
  }

  @Test
  void handle_resultsThatTheSinkThrowsOn_becomeALetterAfterSomeAttempts() throws Exception {
    Sink<String> throwing =
        results -> {
          throw new IllegalStateException("for ever");
        };
    try (var handler = handler(throwing)) {
      for (int attempt = 1; attempt < 3; attempt++) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> invoke(handler, "{\"sum\":7}", true, "1"))
            .withMessageContaining("IllegalStateException");
      }
      assertThat(invoke(handler, "{\"sum\":7}", true, "1"))
          .isEqualTo("{\"state\":{},\"batchItemFailures\":[]}");
    }
    assertThat(deadLetters.items())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.stage()).isEqualTo("window");
          assertThat(letter.reason()).contains("1 of 1 results", "IllegalStateException");
          assertThat(new String(letter.record().copyData(), UTF_8)).isEqualTo("{\"sum\":8}");
          assertThat(letter.isCut()).isTrue(); // no event to put back
        });
  }

  @Test
  void handle_resultsThatTheSinkRefuses_becomeALetterAtOnce() throws Exception {
    sink.refuse("sum=7");
    try (var handler = handler()) {
      assertThat(invoke(handler, "{\"sum\":7}", true))
          .isEqualTo("{\"state\":{},\"batchItemFailures\":[]}");
    }
    assertThat(deadLetters.items()).hasSize(1);
  }

  @Test
  void handle_resultsWhoseLetterIsNotStored_comeAgain() throws Exception {
    sink.refuse("sum=7");
    deadLetters.failNext(1, 0);
    try (var handler = handler()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> invoke(handler, "{\"sum\":7}", true));
      assertThat(invoke(handler, "{\"sum\":7}", true)).contains("{\"state\":{}");
    }
    assertThat(deadLetters.items()).hasSize(1);
  }

  @Test
  void handle_foldThatCannotTellItsResults_becomesALetterAfterSomeAttempts() throws Exception {
    failsToTell = true;
    try (var handler = handler()) {
      for (int attempt = 1; attempt < 3; attempt++) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> invoke(handler, "{\"sum\":7}", true));
      }
      assertThat(invoke(handler, "{\"sum\":7}", true)).contains("{\"state\":{}");
    }
    assertThat(deadLetters.items()).hasSize(1);
  }

  @Test
  void handle_windowWithoutAFold_passesTheStateOn() throws Exception {
    try (var handler =
        new KinesisHandler<String, String>(
            EngineOptions.builder(record -> "x", (String text) -> new Filtered<String>("none"))
                .sink(sink)
                .deadLetters(deadLetters)
                .build()) {}) {
      assertThat(invoke(handler, "{\"of\":[\"somebody\"]}", false, "1"))
          .isEqualTo("{\"state\":{\"of\":[\"somebody\"]},\"batchItemFailures\":[]}");
    }
  }

  @Test
  void constructor_windowWithLanes_isRefused() {
    EngineOptions<Integer, String> lanes =
        EngineOptions.builder(record -> 1, (Integer number) -> new Filtered<String>("none"))
            .sink(sink)
            .deadLetters(deadLetters)
            .lanes(2)
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KinesisHandler<Integer, String>(lanes, Sum::new) {})
        .withMessageContaining("in order");
  }

  private static String invoke(
      KinesisHandler<?, ?> handler, String state, boolean last, String... numbers)
      throws IOException {
    var event = new LambdaEvent();
    for (String number : numbers) {
      event.record("k", number);
    }
    return LambdaEvent.invoke(handler, new FakeContext(), event.json(state, last));
  }
}
