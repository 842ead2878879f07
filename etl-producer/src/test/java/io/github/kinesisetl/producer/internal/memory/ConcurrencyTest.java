// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.producer.internal.Ticker;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Lincheck looks for an interleaving of a few calls that no order of them explains: few scenarios
 * here, {@code -Dlincheck.iterations=5} is the full size.
 */
class ConcurrencyTest {

  @Test
  void budget_isLinearizable() {
    options().check(Budget.class);
  }

  @Test
  void frames_areLinearizable() {
    options().check(Frames.class);
  }

  @Test
  void aggregators_areLinearizable() {
    options().check(Aggregators.class);
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(Integer.getInteger("lincheck.iterations", 1))
        .invocationsPerIteration(200)
        .threads(2)
        .actorsPerThread(3);
  }

  /** Half of the budget is used from the start, so that calls get into each other's way. */
  @Param(name = "bytes", gen = IntGen.class, conf = "1:6")
  public static class Budget {
    private final MemoryBudget budget = new MemoryBudget(10, Ticker.SYSTEM);

    /** Starts half full. */
    public Budget() {
      budget.force(5);
    }

    @Operation
    public boolean tryTake(@Param(name = "bytes") int bytes) {
      return budget.tryTake(bytes);
    }

    @Operation
    public boolean takeWithoutPatience(@Param(name = "bytes") int bytes) {
      return budget.take(bytes, 0);
    }

    @Operation
    public void force(@Param(name = "bytes") int bytes) {
      budget.force(bytes);
    }

    @Operation
    public void release(@Param(name = "bytes") int bytes) {
      budget.release(bytes);
    }

    @Operation
    public long usedBytes() {
      return budget.usedBytes();
    }
  }

  /** Arrays of two classes, in a pool that keeps only a few of them. */
  public static class Frames {
    private final FramePool pool = new FramePool(200);

    /** What is taken is told by its length: which array it is, no caller may care. */
    @Operation
    public int takeSmall() {
      return pool.take(60).length;
    }

    @Operation
    public void give() {
      pool.give(new byte[64]);
    }

    @Operation
    public void giveLarger() {
      pool.give(new byte[96]);
    }

    @Operation
    public long idleBytes() {
      return pool.idleBytes();
    }
  }

  /** What comes out is empty, whatever went in. */
  public static class Aggregators {
    private final AggregatorPool pool = new AggregatorPool(1 << 10, () -> RecordAggregator.kpl(64));

    @Operation
    public int take() {
      return pool.take().recordCount();
    }

    @Operation
    public void give() {
      pool.give(RecordAggregator.kpl(64));
    }
  }
}
