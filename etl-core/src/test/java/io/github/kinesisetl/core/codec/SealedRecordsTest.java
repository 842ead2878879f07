// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.ReadResult.Malformed;
import io.github.kinesisetl.core.codec.ReadResult.Opened;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.FakeKeys;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Encrypted frames and claim checks, through the reader. */
class SealedRecordsTest {

  private final FakeKeys keys = new FakeKeys();
  private final FrameCipher cipher = FrameCipher.builder(keys).build(InstantSource.system());
  private final MemoryClaims claims = new MemoryClaims();
  private final RecordReader reader =
      RecordReader.builder().decryptor(cipher).claims(claims).build();

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void read_encryptedFrameAroundZstdAroundAnAggregate_givesItsRecords() {
    byte[] entry = encrypted(dense("one", "two"));
    List<ReadResult> results = reader.read(EventRecord.of("a", entry));
    assertThat(results).hasSize(2).allMatch(Opened.class::isInstance);
    assertThat(results).extracting(SealedRecordsTest::text).containsExactly("one", "two");
    assertThat(results.get(1).record().id()).hasToString("0000000000000005-0-1");
  }

  @Test
  void read_claimCheckInAnAggregateNextToARecord_redeemsIt() {
    byte[] large = encrypted(text("large"));
    byte[] claim = ClaimCheck.to(claims.store(large), large).toJson();
    List<ReadResult> results =
        reader.read(EventRecord.of("a", dense(new String(claim, StandardCharsets.UTF_8), "small")));
    assertThat(results).extracting(SealedRecordsTest::text).containsExactly("large", "small");
  }

  @Test
  void read_withoutDecryptorOrStore_isMalformedAndSaysWhatIsMissing() {
    byte[] sealed = encrypted(text("x"));
    byte[] claim = ClaimCheck.to(claims.store(sealed), sealed).toJson();
    try (RecordReader bare = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      assertMalformed(bare, sealed, Reason.ENCRYPTED, "give the reader a decryptor");
      assertMalformed(bare, claim, Reason.UNRESOLVED_CLAIM, "give the reader a claim store");
    }
  }

  @Test
  void read_changedFrameOrStoredBytes_isMalformedWithTheOriginalBytes() {
    byte[] sealed = encrypted(text("secret"));
    sealed[sealed.length - 1] ^= 1;
    assertMalformed(reader, sealed, Reason.MALFORMED, "was changed");
    byte[] claim = ClaimCheck.to(claims.store(text("other")), text("event")).toJson();
    assertMalformed(reader, claim, Reason.MALFORMED, "not what the claim check says");
    byte[] gone = ClaimCheck.to("memory:99", text("event")).toJson();
    assertMalformed(reader, gone, Reason.MALFORMED, "is gone");
  }

  @Test
  void read_keyOrStoreAway_throws_soThatTheBatchIsReadAgain() {
    byte[] sealed = encrypted(text("x"));
    byte[] claim = ClaimCheck.to(claims.store(sealed), sealed).toJson();
    keys.away(true);
    FrameCipher cold = FrameCipher.builder(keys).build(InstantSource.system());
    try (RecordReader waiting = RecordReader.builder().decryptor(cold).build()) {
      assertThatThrownBy(() -> waiting.read(EventRecord.of("a", sealed)))
          .isInstanceOf(DataKeyException.class);
    }
    claims.away = true;
    assertThatThrownBy(() -> reader.read(EventRecord.of("a", claim)))
        .isInstanceOf(ClaimStoreException.class);
  }

  @Test
  void read_sealedBeyondTheBounds_isMalformed() {
    byte[] nested = text("x");
    for (int i = 0; i < 9; i++) {
      nested = encrypted(nested);
    }
    assertMalformed(reader, nested, Reason.TOO_DEEP, "deeper than the 8 allowed");
    var small = new ReaderLimits(4, 10, new FrameLimits(5_000, 1_000));
    byte[] large = new byte[4_000];
    try (RecordReader bounded =
        RecordReader.builder().limits(small).decryptor(cipher).claims(claims).build()) {
      assertMalformed(bounded, encrypted(encrypted(large)), Reason.TOO_LARGE, "5000 bytes");
      byte[] claim = ClaimCheck.to(claims.store(new byte[6_000]), new byte[6_000]).toJson();
      assertMalformed(bounded, claim, Reason.TOO_LARGE, "5000 bytes");
      assertThat(claims.fetched).isZero();
    }
  }

  /** Issue 11: who may put to a stream could put what was never encrypted. */
  @Test
  void read_whereEncryptionIsRequired_takesNothingElse() {
    byte[] claimed = encrypted(text("claimed"));
    byte[] bareClaim = ClaimCheck.to(claims.store(text("bare")), text("bare")).toJson();
    try (RecordReader strict =
        RecordReader.builder().decryptor(cipher).claims(claims).requireEncrypted(true).build()) {
      assertMalformed(strict, text("{}"), Reason.NOT_ENCRYPTED, "only encrypted ones");
      assertMalformed(strict, bareClaim, Reason.NOT_ENCRYPTED, "only encrypted ones");
      assertThat(strict.read(EventRecord.of("k", dense("a", "b"))))
          .hasSize(2)
          .allMatch(Malformed.class::isInstance);
      byte[] claim = ClaimCheck.to(claims.store(claimed), claimed).toJson();
      for (byte[] sealed :
          List.of(claimed, encrypted(dense("a", "b")), encrypted(encrypted(text("x"))), claim)) {
        assertThat(strict.read(EventRecord.of("k", sealed))).allMatch(Opened.class::isInstance);
      }
      String sealed = new String(claim, StandardCharsets.UTF_8);
      assertThat(strict.read(EventRecord.of("k", dense("bare", sealed))))
          .extracting(ReadResult::getClass)
          .hasToString(List.of(Malformed.class, Opened.class).toString());
    }
    assertThatThrownBy(() -> RecordReader.builder().requireEncrypted(true).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs a decryptor");
  }

  private static void assertMalformed(
      RecordReader reader, byte[] entry, Reason reason, String message) {
    assertThat(reader.read(EventRecord.of("key", entry)))
        .singleElement()
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> {
              assertThat(malformed.cause().reason()).isEqualTo(reason);
              assertThat(malformed.cause()).hasMessageContaining(message);
              assertThat(malformed.record().copyData()).isEqualTo(entry);
            });
  }

  private byte[] encrypted(byte[] bytes) {
    return cipher.encrypt(bytes, 0, bytes.length);
  }

  private static byte[] dense(String... texts) {
    var aggregator = RecordAggregator.kpl(1_000);
    for (String text : texts) {
      aggregator.add(EventRecord.of("key", text(text)));
    }
    try (Compressor zstd = Compressor.zstd(1)) {
      return zstd.compress(aggregator.finish(AggregateIds.fresh(5, 0)));
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ReadResult result) {
    return new String(result.record().copyData(), StandardCharsets.UTF_8);
  }

  private static final class MemoryClaims implements ClaimStore {
    private final Map<String, byte[]> stored = new HashMap<>();
    private boolean away;
    private int fetched;

    @Override
    public String store(byte[] data) {
      String uri = "memory:" + stored.size();
      stored.put(uri, data);
      return uri;
    }

    @Override
    public byte[] fetch(ClaimCheck claim) throws MalformedFrameException {
      fetched++;
      if (away) {
        throw new ClaimStoreException("the store is away", null);
      }
      byte[] data = stored.get(claim.uri());
      if (data == null) {
        throw new MalformedFrameException(Reason.MALFORMED, "an object is gone");
      }
      return data;
    }
  }
}
