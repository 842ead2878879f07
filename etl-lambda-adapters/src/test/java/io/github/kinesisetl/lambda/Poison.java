// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.Arrays;
import java.util.Random;

/** Records that somebody puts on a stream by mistake, or on purpose. Used by one thread. */
final class Poison {

  private static final String[] NUMBERS = {
    "1e400",
    "-1e400",
    "1e-400",
    "12345678901234567.89",
    "1e999999999",
    "NaN",
    "0".repeat(500),
    "9".repeat(45),
    "2147483647",
    "1e308"
  };

  private static final String[] TEXTS = {
    "",
    "\\uD800",
    "\\uFFFE",
    "\\u0000",
    "x".repeat(600),
    "x".repeat(9_000),
    "a\\r\\nb",
    "{\\\"",
    "2026-13-45T99:99:99Z",
    "http://evil\\\\@www.bing.com/?q=1",
    "1.2.3.4, 5.6.7.8",
    "💥"
  };

  private static final String[] FIELDS = {
    "event_id",
    "event_type",
    "timestamp",
    "user_id",
    "value",
    "series",
    "user_agent",
    "ip",
    "referrer",
    "page_url",
    "",
    "kinesisetl.claim"
  };

  private static final byte[][] MAGICS = {
    {0x1f, (byte) 0x8b},
    {0x1f, (byte) 0x8b, 8, 0},
    {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
    {0x50, 0x2a, 0x4d, 0x18},
    {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2},
    {0x6b, 0x65, 0x74, 0x6c},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
    {0x78, (byte) 0x9c}
  };

  private final Random random;

  Poison(long seed) {
    random = new Random(seed);
  }

  String key() {
    return switch (random.nextInt(5)) {
      case 0 -> "k".repeat(256);
      case 1 -> "\uFFFE" + random.nextInt(10);
      case 2 -> "ключ" + random.nextInt(10);
      default -> "key" + random.nextInt(10);
    };
  }

  /** The data of an entry. */
  byte[] next() {
    return next(0);
  }

  private byte[] next(int depth) {
    return switch (random.nextInt(depth < 3 ? 13 : 8)) {
      case 0 -> noise(random.nextInt(200));
      case 1 -> headed(MAGICS[random.nextInt(MAGICS.length)]);
      case 2 -> json().getBytes(UTF_8);
      case 3 -> mutated(json().getBytes(UTF_8));
      case 4 -> ("[".repeat(random.nextInt(5_000)) + "]").getBytes(UTF_8);
      case 5 -> ClaimCheck.to("s3://nobody/knows", noise(10)).toJson();
      case 6 -> (json() + "\n" + json()).getBytes(UTF_8);
      case 7 -> "{\"a\":".repeat(random.nextInt(2_000)).getBytes(UTF_8);
      case 8 -> packed(Compressor.gzip(), next(depth + 1));
      case 9 -> packed(Compressor.zstd(1), next(depth + 1));
      case 10 -> mutated(aggregate(depth));
      case 11 -> dense(depth);
      default -> aggregate(depth);
    };
  }

  private String json() {
    var json = new StringBuilder("{");
    int fields = random.nextInt(6);
    boolean looksGood = random.nextBoolean();
    if (looksGood) {
      json.append("\"event_type\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\"");
    }
    for (int i = 0; i < fields; i++) {
      json.append(i == 0 && !looksGood ? "\"" : ",\"")
          .append(FIELDS[random.nextInt(FIELDS.length)])
          .append("\":");
      switch (random.nextInt(6)) {
        case 0 -> json.append(NUMBERS[random.nextInt(NUMBERS.length)]);
        case 1, 2 -> json.append('"').append(TEXTS[random.nextInt(TEXTS.length)]).append('"');
        case 3 -> json.append("null");
        case 4 -> json.append("{\"a\":[]}");
        default -> json.append(random.nextInt());
      }
    }
    return json.append('}').toString();
  }

  private byte[] aggregate(int depth) {
    return filled(RecordAggregator.kpl(64), depth);
  }

  /** Its checksum fits, so that it is looked into, also when it was mutated. */
  private byte[] dense(int depth) {
    byte[] aggregate = filled(RecordAggregator.dense(64), depth);
    return packed(
        Compressor.zstdWithChecksum(1), random.nextBoolean() ? mutated(aggregate) : aggregate);
  }

  private byte[] filled(RecordAggregator aggregator, int depth) {
    int records = 1 + random.nextInt(20);
    for (int i = 0; i < records; i++) {
      aggregator.add(EventRecord.of(key(), next(depth + 1)));
    }
    return aggregator.finish(null);
  }

  private static byte[] packed(Compressor compressor, byte[] data) {
    try (compressor) {
      return compressor.compress(data);
    }
  }

  private byte[] mutated(byte[] data) {
    byte[] copy = Arrays.copyOf(data, data.length - random.nextInt(Math.min(8, data.length + 1)));
    for (int i = 0; i < 3 && copy.length > 0; i++) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt();
    }
    return copy;
  }

  private byte[] headed(byte[] magic) {
    byte[] noise = noise(random.nextInt(100));
    byte[] data = Arrays.copyOf(magic, magic.length + noise.length);
    System.arraycopy(noise, 0, data, magic.length, noise.length);
    return data;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }
}
