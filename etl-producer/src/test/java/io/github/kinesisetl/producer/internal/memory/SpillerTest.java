// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SpillerTest {

  private static final int ENTRY_BYTES = 1_000;

  @TempDir private Path directory;

  private final MemoryBudget budget = new MemoryBudget(ENTRY_BYTES, new TestTicker());
  private final Waiting waiting = new Waiting();
  private final Source source = new Source();

  /** A failure while nothing was on disk, where nothing could be freed, once was the last try. */
  @Test
  void run_failureWhileNothingIsOnDisk_isTriedAgain() {
    budget.force(ENTRY_BYTES);
    SpillFile file = SpillFile.create(directory, SpillFile.CHUNK_BYTES);
    source.failures = 3;
    var spiller = new Spiller<>(file, source, budget, new FramePool(0), TestTicker.passing());

    spiller.run();

    assertThat(source.failures).isZero();
    assertThat(waiting.held().spilled()).isNotNull();
    assertThat(budget.usedBytes()).isZero();
    assertThat(file.usedBytes()).as("what failed keeps no room").isEqualTo(ENTRY_BYTES);
  }

  private static final class Waiting implements Spillable {
    private final HeldEntry held = HeldEntry.of(new Entry("k", null, new byte[ENTRY_BYTES]), 0, 0);

    @Override
    public HeldEntry held() {
      return held;
    }
  }

  /** One entry that waits for a disk that fails at first; the end once it is there. */
  private final class Source implements SpillSource<Waiting> {
    private int failures;

    @Override
    public @Nullable SpillTask<Waiting> awaitSpillWork(BooleanSupplier isPressed) {
      return isPressed.getAsBoolean() ? new SpillTask<>(waiting, waiting.held().withhold()) : null;
    }

    @Override
    public long spilled(Waiting batch, SpilledEntry place, Entry withheld) {
      if (failures > 0) {
        failures--;
        throw new OutOfMemoryError("as asked");
      }
      return batch.held().spilledTo(place, withheld);
    }

    @Override
    public void restored(Waiting batch, Entry withheld) {
      batch.held().restore(withheld);
    }

    @Override
    public void loaded(Waiting batch, Entry entry) {
      batch.held().loaded(entry);
    }

    @Override
    public void lost(Waiting batch) {
      throw new AssertionError("nothing is read back here");
    }
  }
}
