// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.internal.delivery.Parts.Failing;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class EntryMakerTest {

  private static final int EVENTS = 1_000;
  private static final String POISON = "event-617.";
  private static final Supplier<Throwable> NOTHING = IllegalStateException::new;

  private final Parts parts = new Parts();

  @AfterEach
  void close() {
    parts.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("memory", (Supplier<Throwable>) () -> new OutOfMemoryError("for a test")),
        Arguments.of("library", (Supplier<Throwable>) NoClassDefFoundError::new),
        Arguments.of("key", (Supplier<Throwable>) () -> new DataKeyException("away", true, null)),
        Arguments.of("stack", (Supplier<Throwable>) StackOverflowError::new),
        Arguments.of("defect", NOTHING));
  }

  /** One event that could not be encoded once rejected all that were gathered with it. */
  @Test
  void make_oneEventThatCannotBeEncoded_isRejectedAloneAndTheOthersKeepTheirOrder()
      throws Exception {
    make(new Failing(parts.encoder, -1, NOTHING, POISON), EVENTS);
    assertThat(parts.told).containsExactly(POISON + " EncodingFailed ITEM_REFUSED");
    List<String> left = parts.waitingEvents();
    for (int i = 0; i < left.size(); i++) {
      assertThat(left.get(i)).isEqualTo("event-" + (i < 617 ? i : i + 1) + ".");
    }
    assertThat(parts.lane.waiting()).hasSizeLessThan(12);
    parts.assertBalanced(EVENTS);
  }

  /**
   * Whatever the encoder throws at whichever of its calls, also while a batch is halved: what is
   * for lack of memory, key or library is tried again, and says nothing about an event.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void make_anyCallThatFailsOnce_losesAndLeaksNothing(String what, Supplier<Throwable> failure)
      throws Exception {
    boolean hasFailed = true;
    for (int place = 0; hasFailed; place++) {
      try (var anew = new Parts()) {
        var failing = new Failing(anew.encoder, place, failure, "event-5.");
        anew.queue.add(anew.draft(8));
        anew.makeAll(anew.maker(failing));
        hasFailed = failing.hasFailed();
        anew.assertBalanced(8);
        if (!what.equals("defect") && !what.equals("stack")) {
          assertThat(anew.told).as("%s at %d", what, place).hasSize(1);
        }
      }
    }
  }

  /** Events of a producer without a log wait no longer than they live. */
  @Test
  void make_memoryThatNeverComesBack_isToldAfterTheDeliveryTimeout() throws Exception {
    var always =
        new Failing(parts.encoder, -1, NOTHING, null) {
          @Override
          void count() {
            parts.ticker.advance(Duration.ofSeconds(10));
            throw new OutOfMemoryError("for a test");
          }
        };
    make(always, 3);
    assertThat(parts.told).hasSize(3).allMatch(told -> told.endsWith("DeliveryTimeout TRANSIENT"));
    parts.assertBalanced(3);
  }

  /** What is written behind a record that broke off can be read by nobody: it must not be sent. */
  @Test
  void make_aggregateInWhichMemoryRanOut_isToldAndNotSent() throws Exception {
    Draft whole = parts.draft(3);
    RecordAggregator longer = whole.aggregator();
    int wholeBytes = longer.sizeBytes();
    longer.add(EventRecord.of("half", new byte[100]));
    parts.queue.add(new Draft(whole.batch(), longer, AggregateIds.fresh(7, 3), wholeBytes));
    parts.makeAll(parts.maker(parts.encoder));
    assertThat(parts.told).hasSize(3).allMatch(told -> told.endsWith("InternalFailure TRANSIENT"));
    parts.assertBalanced(3);
  }

  private void make(Failing encoder, int events) throws InterruptedException {
    parts.queue.add(parts.draft(events));
    parts.makeAll(parts.maker(encoder));
  }
}
