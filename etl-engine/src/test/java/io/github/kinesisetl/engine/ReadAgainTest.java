// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.BatchOutcome.Unfinished;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is read more than once, or takes its time before the first record is worked on. */
class ReadAgainTest {

  private final ScriptedSink<String> sink = new ScriptedSink<>();
  private final ScriptedSink<DeadLetter> letters = new ScriptedSink<>();
  private final AtomicInteger remaining = new AtomicInteger(10_000);

  private BatchEngine<String, String> engine(
      Sink<String> results, UnaryOperator<EngineOptions.Builder<String, String>> more) {
    var options =
        EngineOptions.<String, String>builder(
                record -> new String(record.record().copyData(), UTF_8), Passed::new)
            .sink(results)
            .deadLetters(letters);
    return new BatchEngine<>(
        more.apply(options).build(), FailureLog.slf4j("test"), InstantSource.system());
  }

  private BatchOutcome run(BatchEngine<String, String> engine, Batches batch) {
    return engine.run(batch.build(), new Delivery("batch", remaining::get, Redelivery.ENTRY));
  }

  @Test
  void run_refusedRecordWhoseEntryIsBrokenWhenReadAgain_isBuriedOrReportedAndNotLost() {
    sink.answer(word -> new ItemOutcome.Refused("never"));
    var claims = new ChangingClaims("claimed".getBytes(UTF_8));
    try (var engine =
        engine(sink, options -> options.reader(ReaderOptions.DEFAULT.claims(claims)))) {
      BatchOutcome outcome = run(engine, new Batches().record("k", claims.claim()));
      boolean isReported = outcome instanceof Unfinished;
      assertThat(letters.items().size() + (isReported ? 1 : 0)).isEqualTo(1);
    }
    assertThat(claims.fetches).isEqualTo(2);
  }

  @Test
  void run_claimsThatAreAway_areAskedForAFewTimesABatch() {
    var claims = new ChangingClaims("claimed".getBytes(UTF_8));
    claims.isAway = true;
    var batch = new Batches();
    for (int i = 0; i < 20; i++) {
      batch.record("k" + i, claims.claim());
    }
    try (var engine =
        engine(
            sink,
            options ->
                options
                    .reader(ReaderOptions.DEFAULT.claims(claims))
                    .idempotency(new SlowLookUps(() -> {})))) {
      assertThat(run(engine, batch)).isEqualTo(new Unfinished(Batches.position(0, 0), false));
    }
    assertThat(claims.fetches).isLessThanOrEqualTo(3 + 1 + 3); // look-up, work, end
  }

  @Test
  void run_lookUpThatTakesMostOfTheTime_leavesWhatIsKeptForWritingAlone() {
    Sink<String> slow =
        items -> {
          remaining.addAndGet(-4_000);
          return sink.write(items);
        };
    List<Runnable> lookUps = new ArrayList<>(List.of(() -> {}));
    var store = new SlowLookUps(() -> lookUps.forEach(Runnable::run));
    try (var engine = engine(slow, options -> options.idempotency(store))) {
      assertThat(run(engine, new Batches().entry("a:1"))).isEqualTo(new BatchOutcome.Done());
      remaining.set(10_000);
      lookUps.add(() -> remaining.set(3_000)); // less than a write took
      assertThat(run(engine, new Batches().entry("b:1"))).isInstanceOf(Unfinished.class);
    }
    assertThat(sink.items()).containsExactly("a:1");
  }

  /** Gives something else than it gave at first, or nothing. */
  private static final class ChangingClaims implements ClaimStore {
    private final byte[] content;
    private boolean isAway;
    private int fetches;

    ChangingClaims(byte[] content) {
      this.content = content;
    }

    byte[] claim() {
      return ClaimCheck.to("memory:1", content).toJson();
    }

    @Override
    public String store(byte[] data) {
      throw new IllegalStateException("nothing is stored here");
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      fetches++;
      if (isAway) {
        throw new ClaimStoreException("away", new IOException("away"));
      }
      return fetches == 1 ? content.clone() : new byte[content.length];
    }
  }

  /** Knows nothing, after a while. */
  private record SlowLookUps(Runnable lookUp) implements IdempotencyStore {

    @Override
    public boolean mayKnow(String shardId) {
      return true;
    }

    @Override
    public Set<String> done(String shardId, Collection<String> ids) {
      lookUp.run();
      return Set.of();
    }

    @Override
    public void remember(String shardId, Collection<String> ids) {}
  }
}
