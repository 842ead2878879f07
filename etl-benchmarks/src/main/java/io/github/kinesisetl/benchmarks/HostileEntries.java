// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.KplFormat;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntFunction;

/** Entries of a megabyte, each as expensive to open as one kind of malice can make it. */
public enum HostileEntries {
  /** Frames that fail behind the megabyte which each of them is given. */
  FAILING_BOMBS {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] bomb = GZIP.compress(new byte[2 << 20]);
      return filled(bomb);
    }
  },
  /** The same inside of a frame, where there is room for more of them. */
  NESTED_BOMBS {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] bomb = GZIP.compress(new byte[2 << 20]);
      byte[] inner = aggregate(13_000, i -> i == 0 ? noise(900_000) : bomb);
      return ZSTD.compress(inner);
    }
  },
  /** Frames that are cut. */
  BROKEN_FRAMES {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] frame = ZSTD.compress(new byte[100]);
      return filled(Arrays.copyOf(frame, frame.length - 1));
    }
  },
  /** Whole frames around next to nothing. */
  TINY_ZSTD_FRAMES {
    @Override
    byte[] make(FrameCipher cipher) {
      return filled(ZSTD.compress(new byte[40]));
    }
  },
  /** The same of gzip. */
  TINY_GZIP_FRAMES {
    @Override
    byte[] make(FrameCipher cipher) {
      return filled(GZIP.compress(new byte[40]));
    }
  },
  /** One frame of gzip out of which comes all that may. */
  LARGEST_GZIP {
    @Override
    byte[] make(FrameCipher cipher) {
      return GZIP.compress(aggregate(2, i -> i == 0 ? noise(900_000) : new byte[30 << 20]));
    }
  },
  /** Blocks of deflate that hold nothing but their tables: eight of them in 90 bytes. */
  DEFLATE_TABLES {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] eight =
          HexFormat.of()
              .parseHex(
                  "04c081000000000090ff6b100007020000000040feaf41001c0800000000"
                      + "00f9bf060170200000000000e4ff1a04c081000000000090ff6b10000702"
                      + "0000000040feaf41001c080000000000f9bf060170200000000000e4ff1a");
      var frame = new RecordBuffer(ENTRY_BYTES);
      frame.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
      while (frame.sizeBytes() < ENTRY_BYTES - 200) {
        frame.write(eight);
      }
      frame.write(HexFormat.of().parseHex("05c081000000000090ff6b00"));
      frame.write(new byte[8]); // CRC and size of nothing
      return frame.toByteArray();
    }
  },
  /** One frame of zstd with an aggregate of as many records as may be. */
  MOST_RECORDS {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] record = noise(280);
      return ZSTD.compress(aggregate(100_000, i -> i == 0 ? noise(900_000) : record));
    }
  },
  /** Dense aggregates one in the other, each of one record. */
  NESTED_DENSE {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] inner = noise(900_000);
      for (int i = 0; i < 3; i++) {
        var aggregator = RecordAggregator.dense(ENTRY_BYTES);
        aggregator.add(EventRecord.of("k", inner));
        inner = CHECKED.compress(aggregator.finish(null));
      }
      return inner;
    }
  },
  /** A dense aggregate of as many records as may be, each with a key of its own. */
  MOST_DENSE_RECORDS {
    @Override
    byte[] make(FrameCipher cipher) {
      var aggregator = RecordAggregator.dense(ENTRY_BYTES);
      for (int i = 0; i < 100_000; i++) {
        aggregator.add(EventRecord.of("k" + i, i == 0 ? noise(600_000) : new byte[280]));
      }
      return CHECKED.compress(aggregator.finish(null));
    }
  },
  /** Frames that hold the beginning of a dense aggregate and a footer that nearly fits. */
  NEARLY_DENSE {
    @Override
    byte[] make(FrameCipher cipher) {
      var aggregator = RecordAggregator.dense(ENTRY_BYTES);
      for (int i = 0; i < 2_000; i++) {
        aggregator.add(EventRecord.of("k" + i, new byte[0]));
      }
      byte[] dense = aggregator.finish(null);
      dense[dense.length - 5] ^= 1;
      byte[] longer = Arrays.copyOf(dense, dense.length + 1);
      return filled(CHECKED.compress(longer));
    }
  },
  /** Aggregates in aggregates, whose MD5s all fit. */
  NESTED_AGGREGATES {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] inner = Arrays.copyOf(noise(900_000), 31 << 20);
      for (int i = 0; i < 7; i++) {
        byte[] content = inner;
        inner = aggregate(1, unused -> content);
      }
      return GZIP.compress(inner);
    }
  },
  /** An aggregate with a table of hash keys that nobody refers to. */
  UNUSED_TABLES {
    @Override
    byte[] make(FrameCipher cipher) {
      var message = new RecordBuffer(32 << 20);
      message.write(KplFormat.tag(7, KplFormat.LENGTH_DELIMITED)); // a field that readers skip
      message.write(0xa0);
      message.write(0xf7);
      message.write(0x36);
      message.write(noise(900_000));
      while (message.sizeBytes() < 30 << 20) {
        message.write(KplFormat.tag(KplFormat.EXPLICIT_HASH_KEY, KplFormat.LENGTH_DELIMITED));
        message.write(1);
        message.write('7');
      }
      var aggregate = new RecordBuffer(32 << 20);
      KplFormat.writeMagic(aggregate);
      aggregate.write(message.array(), 0, message.sizeBytes());
      var md5 = KplFormat.md5();
      md5.update(message.array(), 0, message.sizeBytes());
      aggregate.write(md5.digest());
      return GZIP.compress(aggregate.toByteArray());
    }
  },
  /** Encrypted frames around next to nothing. */
  ENCRYPTED_FRAMES {
    @Override
    byte[] make(FrameCipher cipher) {
      return filled(cipher.encrypt(new byte[1], 0, 1));
    }
  },
  /** Encrypted frames that were changed. */
  CHANGED_ENCRYPTED_FRAMES {
    @Override
    byte[] make(FrameCipher cipher) {
      byte[] frame = cipher.encrypt(new byte[1], 0, 1);
      frame[frame.length - 1] ^= 1;
      return filled(frame);
    }
  },
  /** Claim checks for what is not there. */
  CLAIMS {
    @Override
    byte[] make(FrameCipher cipher) {
      return filled(ClaimCheck.to("memory:x", new byte[1]).toJson());
    }
  },
  /** JSON that only begins like a claim check. */
  NEARLY_CLAIMS {
    @Override
    byte[] make(FrameCipher cipher) {
      return filled("{\"kinesisetl.claim\":1,\"a\":1}".getBytes(StandardCharsets.US_ASCII));
    }
  };

  private static final int ENTRY_BYTES = 1 << 20;
  private static final Compressor GZIP = Compressor.gzip();
  private static final Compressor ZSTD = Compressor.zstd(1);
  private static final Compressor CHECKED = Compressor.zstdWithChecksum(1);

  abstract byte[] make(FrameCipher cipher);

  private static byte[] filled(byte[] data) {
    return aggregate(ENTRY_BYTES / (data.length + 8), i -> data);
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  private static byte[] aggregate(int records, IntFunction<byte[]> data) {
    var aggregator = RecordAggregator.kpl(ENTRY_BYTES);
    for (int i = 0; i < records; i++) {
      aggregator.add(EventRecord.of("k", data.apply(i)));
    }
    return aggregator.finish(null);
  }
}
