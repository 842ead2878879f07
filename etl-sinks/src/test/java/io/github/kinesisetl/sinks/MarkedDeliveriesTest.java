// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.BatchEngine;
import io.github.kinesisetl.engine.Delivery;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.entry.ListedBatch.Entry;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.sinks.store.DynamoDbIdempotencyStore;
import io.github.kinesisetl.testing.MemorySink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Deliveries of the same entries at the same time, by way of a table. */
class MarkedDeliveriesTest {

  private static final String SHARD = "shardId-000000000000";

  private final DynamoDbClient client = LocalAws.dynamoDb(LocalAws.endpoint());
  private final String table = LocalAws.newTable(client);
  private final MemorySink<String> sink = new MemorySink<>();
  private boolean killed;

  /** Stands for a process that is killed while it works. */
  private static final class Killed extends InternalError {
    private static final long serialVersionUID = 1L;
  }

  private IdempotencyStore store(InstantSource clock) {
    return new DynamoDbIdempotencyStore(() -> client, table, Duration.ofHours(1), clock)
        .markingEntries(Duration.ofMinutes(15));
  }

  private BatchEngine<String, String> engine(IdempotencyStore store) {
    var options =
        EngineOptions.<String, String>builder(
                record -> new String(record.record().copyData(), UTF_8),
                word -> {
                  if (killed) {
                    throw new Killed();
                  }
                  return new Passed<>(word);
                })
            .sink(sink)
            .deadLetters(new MemorySink<>())
            .idempotency(store)
            .build();
    return new BatchEngine<>(options, FailureLog.slf4j("test"), InstantSource.system());
  }

  @Test
  void twoDeliveriesOfEachBatch_oneInHalves_haveEachEffectOnce() throws InterruptedException {
    IdempotencyStore store = store(() -> Instant.EPOCH); // so that no lease ends
    List<List<Entry>> whole = new ArrayList<>();
    List<List<Entry>> halves = new ArrayList<>();
    for (int batch = 0; batch < 100; batch++) {
      List<Entry> entries = entries(50 * batch, 50);
      whole.add(entries);
      halves.add(entries.subList(0, 25));
      halves.add(entries.subList(25, 50));
    }
    var other = new Thread(() -> halves.forEach(entries -> runUntilDone(store, entries)));
    other.start();
    whole.forEach(entries -> runUntilDone(store, entries));
    other.join();
    assertThat(sink.items()).hasSize(5_000).doesNotHaveDuplicates();
  }

  @Test
  void deliveryAfterAKill_goesOnWhenTheLeaseIsOver() {
    var clock = new Instant[] {Instant.ofEpochSecond(1_700_000_000)};
    IdempotencyStore store = store(() -> clock[0]);
    List<Entry> entries = entries(0, 120);
    killed = true;
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> run(store, entries));
    killed = false;
    assertThat(run(store, entries)).isInstanceOf(BatchOutcome.Unfinished.class);
    assertThat(sink.items()).isEmpty();
    clock[0] = clock[0].plusSeconds(6);
    assertThat(run(store, entries)).isEqualTo(new BatchOutcome.Done());
    assertThat(sink.items()).hasSize(120);
  }

  private void runUntilDone(IdempotencyStore store, List<Entry> entries) {
    while (!(run(store, entries) instanceof BatchOutcome.Done)) {
      Thread.onSpinWait();
    }
  }

  private BatchOutcome run(IdempotencyStore store, List<Entry> entries) {
    try (BatchEngine<String, String> engine = engine(store)) {
      var hurried = new Delivery("raced", () -> 400, Redelivery.ENTRY); // no time for a pause
      return engine.run(new ListedBatch(entries), hurried);
    }
  }

  private static List<Entry> entries(int first, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      var position = new RecordPosition(SHARD, Integer.toString(1_000_000 + i), 0);
      entries.add(
          new Entry(position, 1_700_000_000_000L, "k" + i % 7, ("w" + i).getBytes(UTF_8), null));
    }
    return entries;
  }
}
