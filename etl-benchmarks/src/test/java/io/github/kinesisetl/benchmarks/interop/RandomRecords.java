// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.interop;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records of every shape that Kinesis allows, replayed by their seed. */
final class RandomRecords {

  private static final String ALPHABET = "abcXYZ019 -_/\u0000\u007fäßñ€日本語\uffff";
  private static final String EMOJI = "\uD83D\uDE00";
  private static final int LARGE_BYTES = 200_000;

  private final Random random;
  private final List<String> keys = new ArrayList<>();

  RandomRecords(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      keys.add(key(1 + random.nextInt(EventRecord.MAX_PARTITION_KEY_CHARS)));
    }
    keys.add(key(1));
    keys.add(key(EventRecord.MAX_PARTITION_KEY_CHARS));
  }

  List<EventRecord> next(int count) {
    List<EventRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      EventRecord record = EventRecord.of(keys.get(random.nextInt(keys.size())), data());
      records.add(random.nextInt(3) == 0 ? record.withExplicitHashKey(hashKey()) : record);
    }
    return records;
  }

  private String key(int chars) {
    var key = new StringBuilder();
    while (key.length() < chars) {
      if (key.length() + EMOJI.length() <= chars && random.nextInt(10) == 0) {
        key.append(EMOJI);
      } else {
        key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return key.toString();
  }

  private HashKey hashKey() {
    return switch (random.nextInt(10)) {
      case 0 -> HashKey.MIN;
      case 1 -> HashKey.MAX;
      default -> new HashKey(random.nextLong(), random.nextLong());
    };
  }

  private byte[] data() {
    byte[] data = new byte[sizeBytes()];
    random.nextBytes(data);
    return data;
  }

  private int sizeBytes() {
    int shape = random.nextInt(500);
    if (shape == 0) {
      return random.nextInt(LARGE_BYTES);
    }
    return shape < 25 ? 0 : random.nextInt(300);
  }
}
