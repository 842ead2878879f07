// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.benchmarks.race.producer.StreamAudit.Tally;
import io.github.kinesisetl.local.KinesisLocal;
import java.net.URI;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contestants do the work, and the audit would notice if they did not. */
@Timeout(60)
class ContestantTest {

  private static final String STREAM = "race";
  private static final int EVENTS = 2_345;

  static Stream<Named<Function<Course, Contestant>>> contestants() {
    return Stream.of(
        Named.of("ours", DenseContestant::open),
        Named.of("plain", PutRecordsContestant::plain),
        Named.of("gzip", GzipMain::open));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contestants")
  void put_thenTally_findsEveryEventOnceAndBytesOnTheWire(Function<Course, Contestant> opener)
      throws Exception {
    EventPool events = EventPool.of("small");
    try (var kinesis = KinesisLocal.start().createStream(STREAM, 2);
        var relay = CountingRelay.before(kinesis.endpoint().getPort());
        var audit = new StreamAudit(kinesis, STREAM);
        Contestant contestant =
            opener.apply(
                new Course(
                    URI.create("https://127.0.0.1:" + relay.port()),
                    STREAM,
                    "small",
                    0,
                    0,
                    0,
                    TlsClient.CRT))) {
      contestant.put(events, 0, EVENTS);
      Tally tally = audit.tally();
      assertThat(tally.holdsTheSameAs(StreamAudit.expected(events, EVENTS))).isTrue();
      assertThat(tally.entries()).isBetween(1L, (long) EVENTS);
      assertThat(relay.receivedBytes()).isGreaterThan(EVENTS);

      contestant.put(events, EVENTS, EVENTS + 1);
      assertThat(audit.tally().holdsTheSameAs(StreamAudit.expected(events, EVENTS))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "fat"})
  void of_twice_givesTheSameEvents(String data) throws Exception {
    EventPool first = EventPool.of(data);
    EventPool second = EventPool.of(data);
    assertThat(second.size()).isEqualTo(first.size());
    assertThat(StreamAudit.expected(second, second.size()))
        .isEqualTo(StreamAudit.expected(first, first.size()));
  }

  @Test
  void meanBytes_areThoseOfTheGuideAndOfAClickEvent() throws Exception {
    assertThat(EventPool.of("small").meanBytes()).isBetween(94.0, 100.0);
    assertThat(EventPool.of("fat").meanBytes()).isBetween(840.0, 900.0);
  }
}
