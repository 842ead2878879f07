// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issue 11: what an entry costs is bounded by what is counted, not by what succeeds. */
class OpeningWorkTest {

  private static final int MAX_BYTES = ReaderLimits.DEFAULT.frames().maxBytes();

  private final Compressor gzip = Compressor.gzip();
  private final Compressor zstd = Compressor.zstd(1);
  private final CountingKeys keys = new CountingKeys();
  private final CountingClaims claims = new CountingClaims();
  private final FrameCipher cipher = FrameCipher.builder(keys).build(InstantSource.system());
  private final RecordReader reader =
      RecordReader.builder().decryptor(cipher).claims(claims).build();
  private final List<ReadResult> results = new ArrayList<>();

  @AfterEach
  void close() {
    reader.close();
    zstd.close();
  }

  /** 39 KB that took 42 s of CPU: each frame failed behind its free megabyte. */
  @Test
  void open_bombsThatFail_areChargedForWhatTheyMade() {
    byte[] bomb = gzip.compress(new byte[2 << 20]);
    byte[] entry = zstd.compress(aggregate(12_000, i -> i == 0 ? noise(36_000) : bomb));
    assertThat(entry.length).isLessThan(100_000);
    OpeningWork work = open(entry);
    assertThat(work.producedBytes()).isEqualTo(MAX_BYTES);
    assertThat(work.frames()).isLessThanOrEqualTo(300); // most of them blocks of the outermost
    assertThat(results).hasSize(12_000);
    assertThat(results.subList(1, 12_000)).allMatch(Malformed.class::isInstance);
    assertThat(reasonOf(11_999)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void open_framesBehindTheBudget_areRefusedByOneAndTheSameCause() {
    byte[] bomb = zstd.compress(new byte[2 << 20]);
    open(aggregate(3_000, i -> bomb));
    assertThat(causeOf(2_000)).isSameAs(causeOf(2_999));
    assertThat(causeOf(2_000)).hasMessageContaining("makes more work than is allowed");
    assertThat(causeOf(0)).isNotSameAs(causeOf(2_000));
  }

  @Test
  void open_brokenFrames_areTriedSoOftenAndNoMore() {
    byte[] whole = zstd.compress(new byte[100]);
    byte[] broken = Arrays.copyOf(whole, whole.length - 1);
    byte[] entry = aggregate(5_000, i -> broken);
    OpeningWork work = open(entry);
    assertThat(work.failures()).isEqualTo(ReaderLimits.MAX_FAILURES);
    assertThat(work.frames()).isEqualTo(ReaderLimits.MAX_FAILURES);
    assertThat(reasonOf(ReaderLimits.MAX_FAILURES - 1)).isEqualTo(Reason.TRUNCATED);
    assertThat(reasonOf(ReaderLimits.MAX_FAILURES)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void open_piecesOfOneFrame_areCountedToo() {
    byte[] member = gzip.compress(new byte[0]);
    byte[] frame = zstd.compress(new byte[0]);
    for (byte[] piece : List.of(member, frame)) {
      var out = new ByteArrayOutputStream();
      for (int i = 0; i < 100_000; i++) {
        out.writeBytes(piece);
      }
      byte[] bomb = zstd.compress(out.toByteArray());
      OpeningWork work = open(bomb);
      assertThat(reasonOf(0)).isEqualTo(Reason.TOO_LARGE);
      assertThat(work.frames())
          .isLessThanOrEqualTo(
              2 + OpeningWork.FREE_FRAMES + bomb.length / OpeningWork.BYTES_A_FRAME);
    }
  }

  @Test
  void open_compressedBytesOutOfCompressedBytes_areBounded() {
    byte[] inner = gzip.compress(noise(1_000));
    byte[] entry = zstd.compress(aggregate(5_000, i -> i == 0 ? noise(6_000) : inner));
    OpeningWork work = open(entry);
    assertThat(work.takenBytes())
        .isLessThanOrEqualTo(OpeningWork.FREE_BYTES + OpeningWork.PASSES * (long) entry.length);
    assertThat(results.get(1)).isInstanceOf(Opened.class);
    assertThat(reasonOf(4_999)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void open_aggregatesInAggregates_areHashedSoOftenAndNoMore() {
    byte[] inner = new byte[6 << 20];
    for (int depth = 0; depth < 7; depth++) {
      byte[] content = inner;
      inner = aggregate(1, i -> content);
    }
    byte[] entry = zstd.compress(inner);
    OpeningWork work = open(entry);
    assertThat(work.hashedBytes()).isLessThanOrEqualTo((long) MAX_BYTES + entry.length);
    assertThat(reasonOf(0)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void open_keysOfStrangers_areAskedSoOftenAndNoMore() {
    OpeningWork work = open(aggregate(2_000, i -> sealedUnder("key-" + i)));
    assertThat(keys.asked).isEqualTo(ReaderLimits.MAX_DATA_KEYS);
    assertThat(work.dataKeys()).isEqualTo(ReaderLimits.MAX_DATA_KEYS);
    assertThat(reasonOf(0)).isEqualTo(Reason.MALFORMED);
    assertThat(reasonOf(1_999)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void open_oneKeyThatNobodyOpens_isAskedOnceForAllEntries() {
    byte[] frame = sealedUnder("key");
    for (int i = 0; i < 10; i++) {
      open(aggregate(50, unused -> frame));
    }
    assertThat(keys.asked).isEqualTo(1);
  }

  @Test
  void open_manyFramesOfOneKey_areAllOpened() {
    byte[] frame = cipher.encrypt("{}".getBytes(StandardCharsets.UTF_8), 0, 2);
    OpeningWork work = open(aggregate(2_000, unused -> frame));
    assertThat(work.dataKeys()).isEqualTo(1);
    assertThat(results).hasSize(2_000).allMatch(Opened.class::isInstance);
  }

  @Test
  void open_claimsThatLie_areRedeemedSoOftenAndNoMore() {
    byte[] claim = ClaimCheck.to("memory:1", new byte[] {1}).toJson();
    OpeningWork work = open(aggregate(2_000, unused -> claim));
    assertThat(claims.fetched).isEqualTo(ReaderLimits.MAX_CLAIMS);
    assertThat(work.claims()).isEqualTo(ReaderLimits.MAX_CLAIMS);
    assertThat(results).hasSize(2_000).allMatch(Malformed.class::isInstance);
  }

  @Test
  void open_recordsOfNestedAggregates_areNeverMoreThanAllowed() {
    byte[] leaf = aggregate(400, i -> new byte[0]);
    byte[] entry = aggregate(400, i -> leaf);
    open(zstd.compress(entry));
    assertThat(results).hasSizeLessThanOrEqualTo(ReaderLimits.DEFAULT.maxRecords());
    assertThat(reasonOf(results.size() - 1)).isEqualTo(Reason.TOO_MANY_RECORDS);
  }

  @Test
  void open_neighboursOfPoison_areOpenedAsLongAsTheBudgetLasts() {
    byte[] good = gzip.compress("{}".getBytes(StandardCharsets.UTF_8));
    byte[] bad = gzip.compress(new byte[2 << 20]);
    open(aggregate(20, i -> i % 2 == 0 ? good : bad));
    for (int i = 0; i < 20; i += 2) {
      assertThat(results.get(i)).as("%d", i).isInstanceOf(Opened.class);
    }
  }

  private OpeningWork open(byte[] entry) {
    results.clear();
    results.addAll(reader.read(EventRecord.of("k", entry)));
    RecordWalk walk = reader.walk();
    claims.fetched = 0;
    var visited = new int[1];
    boolean unused = walk.visit(new Entry(entry), new Counting(visited));
    assertThat(visited[0]).isEqualTo(results.size());
    return walk.work();
  }

  private Reason reasonOf(int index) {
    return causeOf(index).reason();
  }

  private MalformedFrameException causeOf(int index) {
    return ((Malformed) results.get(index)).cause();
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  private static byte[] aggregate(int records, IntFunction<byte[]> data) {
    var aggregator = RecordAggregator.kpl(1024);
    for (int i = 0; i < records; i++) {
      aggregator.add(EventRecord.of("k", data.apply(i)));
    }
    return aggregator.finish(null);
  }

  /** A frame under a key that nobody opens. */
  private static byte[] sealedUnder(String wrapped) {
    var strangers =
        new DataKeyProvider() {
          @Override
          public DataKey generate() {
            return new DataKey("id", wrapped.getBytes(StandardCharsets.UTF_8), new byte[32]);
          }

          @Override
          public DataKey open(String keyId, byte[] key) {
            throw new AssertionError();
          }
        };
    return FrameCipher.builder(strangers)
        .build(InstantSource.system())
        .encrypt(new byte[10], 0, 10);
  }

  private static final class CountingKeys implements DataKeyProvider {
    private final DataKey own = new DataKey("id", new byte[] {1}, new byte[32]);
    private int asked;

    @Override
    public DataKey generate() {
      return own;
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      asked++;
      throw new DataKeyException("no such key", false, null);
    }
  }

  private static final class CountingClaims implements ClaimStore {
    private int fetched;

    @Override
    public String store(byte[] data) {
      throw new AssertionError();
    }

    @Override
    public byte[] fetch(ClaimCheck claim) {
      fetched++;
      return new byte[] {2};
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
      return "k";
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Counting(int[] visited) implements RecordVisitor {
    @Override
    public boolean opened(RecordView record) {
      visited[0]++;
      return true;
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      visited[0]++;
      return true;
    }
  }
}
