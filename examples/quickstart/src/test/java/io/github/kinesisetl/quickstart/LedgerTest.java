// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger must notice every way in which a pipeline can cheat. */
class LedgerTest {

  private static final byte[] BROKEN = "{cut".getBytes(UTF_8);

  @TempDir private Path folder;
  private final Produced produced = new Produced();
  private LocalSinks sinks;

  @BeforeEach
  void putThree() throws IOException {
    sinks = new LocalSinks(folder);
    produced.add(ReplayEvent.good("k", event(0, "a")));
    produced.add(ReplayEvent.good("k", event(1, "b")));
    produced.add(ReplayEvent.broken("k", BROKEN));
  }

  @Test
  void ledger_allThere_balances() throws Exception {
    deliver(event(0, "a"), event(1, "b"));
    bury(1, BROKEN);
    assertLedger("ledger: produced=3 delivered=2 deadLetters=1 duplicates=0 lost=0", true);
  }

  @Test
  void ledger_repeatsOfAnId_areDropped() throws Exception {
    deliver(event(0, "a"), event(1, "b"), event(0, "a"));
    bury(1, BROKEN);
    bury(1, BROKEN);
    assertLedger("ledger: produced=3 delivered=2 deadLetters=1 duplicates=0 lost=0", true);
    assertThat(Ledger.of(produced, folder).repeats()).isEqualTo(2);
  }

  @Test
  void ledger_eventMissing_isLost() throws Exception {
    deliver(event(0, "a"));
    bury(1, BROKEN);
    assertLedger("ledger: produced=3 delivered=1 deadLetters=1 duplicates=0 lost=1", false);
  }

  @Test
  void ledger_sameEventUnderAnotherId_isADuplicate() throws Exception {
    deliver(event(0, "a"), event(1, "b"), event(1, "c"));
    bury(1, BROKEN);
    assertLedger("ledger: produced=3 delivered=2 deadLetters=1 duplicates=1 lost=0", false);
  }

  @Test
  void ledger_deadLetterWithOtherBytes_doesNotCountForTheBrokenEvent() throws Exception {
    deliver(event(0, "a"), event(1, "b"));
    bury(1, "cut".getBytes(UTF_8));
    assertLedger("ledger: produced=3 delivered=2 deadLetters=0 duplicates=0 lost=1", false);
  }

  @Test
  void ledger_twoDeadLettersForOneBrokenEvent_doNotBalance() throws Exception {
    deliver(event(0, "a"));
    bury(1, BROKEN);
    bury(2, "x".getBytes(UTF_8));
    assertLedger("ledger: produced=3 delivered=1 deadLetters=1 duplicates=0 lost=1", false);
    assertThat(Ledger.of(produced, folder).unknown()).isEqualTo(1);
  }

  @Test
  void ledger_goodEventInTheDeadLetters_isAccountedForOnce() throws Exception {
    deliver(event(0, "a"));
    bury(1, BROKEN);
    bury(2, event(1, "b").toString().getBytes(UTF_8));
    assertLedger("ledger: produced=3 delivered=1 deadLetters=2 duplicates=0 lost=0", true);
  }

  @Test
  void ledger_eventThatNobodyPut_doesNotBalance() throws Exception {
    deliver(event(0, "a"), event(1, "b"), event(7, "z"));
    bury(1, BROKEN);
    assertLedger("ledger: produced=3 delivered=2 deadLetters=1 duplicates=0 lost=0", false);
  }

  @Test
  void ledger_emptySinks_loseEverything() throws Exception {
    assertLedger("ledger: produced=3 delivered=0 deadLetters=0 duplicates=0 lost=3", false);
  }

  private void assertLedger(String line, boolean balanced) throws IOException {
    Ledger ledger = Ledger.of(produced, folder);
    assertThat(ledger).hasToString(line);
    assertThat(ledger.isBalanced()).isEqualTo(balanced);
  }

  private void deliver(ObjectNode... events) {
    var unused = sinks.enriched().write(List.of(events));
  }

  private void bury(int position, byte[] bytes) {
    EventRecord record = EventRecord.of("k", bytes).withId(new EventId(1, 1, position));
    var letter = new DeadLetter("decode", "bad", new RecordPosition("s", "1", 0), record);
    var unused = sinks.deadLetters().write(List.of(letter));
  }

  private static ObjectNode event(int number, String id) {
    ObjectNode event = new ObjectMapper().createObjectNode();
    return event.put("number", number).put("event_id", id).put("event_date", "2026-11-23");
  }
}
