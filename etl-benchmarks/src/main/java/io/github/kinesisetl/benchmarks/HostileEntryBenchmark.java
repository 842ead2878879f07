// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an entry of a megabyte costs that was made to cost as much as it can. The claim: at most 0.2
 * s, whatever it holds. That the work is bounded is proved by counts, in {@code OpeningWorkTest}
 * and {@code PoisonTest} of etl-core; this says what the counts cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HostileEntryBenchmark {

  /** What the entry holds. */
  @Param public HostileEntries kind = HostileEntries.FAILING_BOMBS;

  private final FrameCipher cipher =
      FrameCipher.builder(new OneKey()).build(InstantSource.system());
  private final RecordReader reader =
      RecordReader.builder().decryptor(cipher).claims(new NoClaims()).build();
  private EventRecord entry = EventRecord.of("key", new byte[0]);

  /** Makes the entry. */
  @Setup(Level.Trial)
  public void write() {
    entry = EventRecord.of("key", kind.make(cipher));
  }

  /** Frees native memory. */
  @TearDown(Level.Trial)
  public void close() {
    reader.close();
  }

  /**
   * Opens the entry.
   *
   * @return what was found
   */
  @Benchmark
  public List<ReadResult> read() {
    return reader.read(entry);
  }

  private static final class OneKey implements DataKeyProvider {
    private final DataKey key = new DataKey("k", new byte[] {1}, new byte[DataKey.KEY_BYTES]);

    @Override
    public DataKey generate() {
      return key;
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      return key;
    }
  }

  private static final class NoClaims implements ClaimStore {
    @Override
    public String store(byte[] data) {
      throw new IllegalStateException("nothing is stored here");
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      return new byte[] {2};
    }
  }
}
