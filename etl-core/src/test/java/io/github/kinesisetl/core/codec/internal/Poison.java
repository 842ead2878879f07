// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.KplFormat;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes an entry of a few good records and of what hurts: mutations, bombs, nests, odd tables, keys
 * that nobody has, claims that lie, and frames with something behind them.
 */
final class Poison {

  static final int CLAIM_BYTES = 500;
  static final String CLAIM_URI = "memory:known";

  private static final Compressor GZIP = Compressor.gzip();
  private static final Compressor ZSTD = Compressor.zstd(1);
  private static final Compressor CHECKED = Compressor.zstdWithChecksum(1);

  private static final List<byte[]> BOMBS = bombs();

  private final Random random;
  private final FrameCipher cipher;
  private final List<String> good = new ArrayList<>();

  Poison(Random random, FrameCipher cipher) {
    this.random = random;
    this.cipher = cipher;
  }

  static byte[] claimed() {
    byte[] data = new byte[CLAIM_BYTES];
    Arrays.fill(data, (byte) 'c');
    return data;
  }

  /** The good records that must be opened, whatever lies around them. */
  List<String> good() {
    return good;
  }

  /** Good records stand before the poison, so that it cannot take their budget. */
  byte[] entry() {
    boolean dense = random.nextBoolean();
    RecordAggregator aggregator = aggregator(dense);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      byte[] data = ("{\"n\":" + random.nextInt(1_000_000) + "}").getBytes(StandardCharsets.UTF_8);
      good.add("good=" + new String(data, StandardCharsets.UTF_8));
      aggregator.add(EventRecord.of("good", random.nextBoolean() ? data : wrapped(data)));
    }
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      byte[] poison = poison(3);
      for (int times = random.nextInt(6) == 0 ? random.nextInt(12) : 1; times > 0; times--) {
        aggregator.add(EventRecord.of("bad", poison));
      }
    }
    byte[] last = "{\"last\":1}".getBytes(StandardCharsets.UTF_8);
    good.add("good=" + new String(last, StandardCharsets.UTF_8));
    aggregator.add(EventRecord.of("good", last));
    byte[] bytes =
        aggregator.finish(random.nextBoolean() ? AggregateIds.fresh(random.nextLong(), 1) : null);
    if (dense) {
      return CHECKED.compress(bytes);
    }
    return bytes.length < 20_000 && random.nextInt(3) == 0 ? wrapped(bytes) : bytes;
  }

  private byte[] poison(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 11)) {
      case 0 -> bytes(random.nextInt(60));
      case 1 -> BOMBS.get(random.nextInt(BOMBS.size())).clone();
      case 2 -> mutated(wrapped(bytes(random.nextInt(300))));
      case 3 -> joined(wrapped(bytes(20)), bytes(random.nextInt(20)));
      case 4 -> joined(wrapped(bytes(20)), cut(wrapped(bytes(20))));
      case 5 -> claim();
      case 6 -> stranger();
      case 7 -> joined(magic(), bytes(random.nextInt(80)));
      case 8 -> mutated(nest(depth));
      case 9 -> resealed(mutated(nest(depth)));
      default -> nest(depth);
    };
  }

  private static List<byte[]> bombs() {
    List<byte[]> bombs = new ArrayList<>();
    for (int log = 10; log < 20; log++) {
      bombs.add(GZIP.compress(new byte[1 << log]));
      bombs.add(ZSTD.compress(new byte[1 << log]));
    }
    return bombs;
  }

  private byte[] wrapped(byte[] data) {
    if (data.length < 1_000 && random.nextInt(8) == 0) { // seldom and small, as tests run without
      return cipher.encrypt(data, 0, data.length); // the compiler that makes AES and MD5 fast
    }
    return random.nextInt(4) == 0 ? GZIP.compress(data) : ZSTD.compress(data);
  }

  private static RecordAggregator aggregator(boolean dense) {
    return dense ? RecordAggregator.dense(512) : RecordAggregator.kpl(512);
  }

  private byte[] nest(int depth) {
    boolean dense = random.nextBoolean();
    RecordAggregator aggregator = aggregator(dense);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      aggregator.add(EventRecord.of("k" + random.nextInt(3), poison(depth - 1)));
    }
    byte[] bytes = aggregator.finish(random.nextBoolean() ? AggregateIds.fresh(1, 1) : null);
    if (dense) {
      return CHECKED.compress(random.nextInt(3) == 0 ? mutated(bytes) : bytes);
    }
    return random.nextBoolean() ? wrapped(bytes) : bytes;
  }

  /** The MD5 made right again, so that what is odd is looked at. */
  private static byte[] resealed(byte[] bytes) {
    int message = bytes.length - KplFormat.OVERHEAD_BYTES;
    if (message < 0 || bytes[0] != (byte) 0xf3) {
      return bytes;
    }
    var md5 = KplFormat.md5();
    md5.update(bytes, KplFormat.MAGIC_BYTES, message);
    System.arraycopy(md5.digest(), 0, bytes, KplFormat.MAGIC_BYTES + message, KplFormat.MD5_BYTES);
    return bytes;
  }

  private byte[] claim() {
    byte[] json =
        random.nextBoolean()
            ? ClaimCheck.to(CLAIM_URI, claimed()).toJson()
            : ClaimCheck.to("memory:" + random.nextInt(3), bytes(random.nextInt(300))).toJson();
    return random.nextInt(3) == 0 ? mutated(json) : json;
  }

  /** A frame whose key is not the one that wrapped it. */
  private byte[] stranger() {
    byte[] frame = cipher.encrypt(bytes(30), 0, 30);
    frame[60 + random.nextInt(8)] ^= (byte) (1 + random.nextInt(255));
    return frame;
  }

  private byte[] magic() {
    return switch (random.nextInt(6)) {
      case 0 -> new byte[] {0x1f, (byte) 0x8b, 8, (byte) random.nextInt(32)};
      case 1 -> new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
      case 2 -> new byte[] {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
      case 4 -> new byte[] {(byte) 0xec, (byte) 0x9b, 0x5a, (byte) 0xa2, 1};
      case 3 -> new byte[] {(byte) 0xec, (byte) 0x9b, 0x5a, (byte) 0xa1, (byte) random.nextInt(3)};
      default -> "{\"kinesisetl.claim\":1,".getBytes(StandardCharsets.US_ASCII);
    };
  }

  private byte[] mutated(byte[] bytes) {
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? cut(bytes) : bytes;
  }

  private byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
