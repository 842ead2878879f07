// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.FakeKeys;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 11: whatever lies on a stream, a reader answers within its bounds. */
class PoisonTest {

  private static final int MAX_BYTES = 1 << 16;
  private static final ReaderLimits LIMITS =
      new ReaderLimits(5, 2_000, new FrameLimits(MAX_BYTES, 1_000));
  private static final FrameCipher CIPHER =
      FrameCipher.builder(new FakeKeys()).build(InstantSource.system());
  private static final RecordReader READER =
      RecordReader.builder().limits(LIMITS).decryptor(CIPHER).claims(new EchoClaims()).build();
  private static final RecordReader CHOICES =
      RecordReader.builder().limits(LIMITS).decryptor(CIPHER).zlib(true).splitJson(true).build();

  @AfterAll
  static void close() {
    READER.close();
    CHOICES.close();
  }

  /** 10,000 entries, each by a number: poison of any kind, good records around it. */
  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 2_500, 5_000, 7_500})
  void read_anyPoison_answersWithinItsBoundsAndLeavesNeighboursAlone(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 2_500; seed++) {
      var poison = new Poison(new Random(seed), CIPHER);
      byte[] entry = poison.entry();
      for (RecordReader reader : seed % 4 == 0 ? List.of(READER, CHOICES) : List.of(READER)) {
        List<ReadResult> results = reader.read(EventRecord.of("entry", entry));
        assertThat(results).as("seed %d", seed).hasSizeBetween(1, LIMITS.maxRecords());
        assertThat(opened(results)).as("seed %d", seed).containsAll(poison.good());
        RecordWalk walk = reader.walk();
        List<String> visited = new ArrayList<>();
        assertThat(walk.visit(new Entry(entry), new Visited(visited))).isTrue();
        assertThat(visited).as("seed %d", seed).isEqualTo(told(results));
        assertBounded(walk.work(), entry.length, seed);
      }
    }
  }

  private static void assertBounded(OpeningWork work, int entryBytes, long seed) {
    long stored = entryBytes + work.claims() * (long) Poison.CLAIM_BYTES;
    assertThat(work.producedBytes()).as("seed %d", seed).isLessThanOrEqualTo(MAX_BYTES);
    assertThat((long) work.frames())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(OpeningWork.FREE_FRAMES + 1 + stored / OpeningWork.BYTES_A_FRAME);
    assertThat(work.takenBytes())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(OpeningWork.FREE_BYTES + OpeningWork.PASSES * stored);
    assertThat(work.hashedBytes()).as("seed %d", seed).isLessThanOrEqualTo(stored + MAX_BYTES);
    assertThat(work.dataKeys()).isLessThanOrEqualTo(ReaderLimits.MAX_DATA_KEYS);
    assertThat(work.claims()).isLessThanOrEqualTo(ReaderLimits.MAX_CLAIMS);
  }

  private static List<String> opened(List<ReadResult> results) {
    return results.stream()
        .filter(Opened.class::isInstance)
        .map(result -> text(result.record()))
        .toList();
  }

  private static List<String> told(List<ReadResult> results) {
    return results.stream()
        .map(result -> result.getClass().getSimpleName() + text(result.record()))
        .toList();
  }

  private static String text(EventRecord record) {
    return record.partitionKey() + "=" + new String(record.copyData(), StandardCharsets.ISO_8859_1);
  }

  /** Gives back what it is asked for, or something else. */
  private static final class EchoClaims implements ClaimStore {
    @Override
    public String store(byte[] data) {
      throw new AssertionError();
    }

    @Override
    public byte[] fetch(ClaimCheck claim) throws MalformedFrameException {
      return claim.uri().equals(Poison.CLAIM_URI) ? Poison.claimed() : new byte[] {1};
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(byte[] array) implements StoredEntry {
    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int sizeBytes() {
      return array.length;
    }

    @Override
    public String partitionKey() {
      return "entry";
    }
  }

  private record Visited(List<String> told) implements RecordVisitor {
    @Override
    public boolean opened(RecordView record) {
      return told.add("Opened" + text(record.record()));
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      return told.add("Malformed" + text(stored.record()));
    }
  }
}
