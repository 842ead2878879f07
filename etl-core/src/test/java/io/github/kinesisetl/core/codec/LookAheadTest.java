// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.AggregateIds;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A walk that knows what comes next shows what one shows that does not. */
class LookAheadTest {

  private final Compressor zstd = Compressor.zstd(1);
  private final RecordReader reader = RecordReader.withLimits(ReaderLimits.DEFAULT);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void visit_entriesOfAllForms_showsTheSameRecords(long seed) {
    var random = new Random(seed);
    RecordWalk ahead = reader.walk();
    for (int batch = 0; batch < 60; batch++) {
      Batch entries = batch(random);
      List<String> shown = new ArrayList<>();
      int[] at = {0};
      ahead.lookAhead(() -> at[0] + 1 < entries.size() ? entries.entry(at[0] + 1) : null);
      for (; at[0] < entries.size(); at[0]++) {
        if (random.nextInt(10) > 0) { // a caller may leave one out
          assertThat(ahead.visit(entries.entry(at[0]), new Written(shown))).isTrue();
        } else {
          show(reader.walk(), entries.entry(at[0]), shown);
        }
      }
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        show(reader.walk(), entries.entry(i), expected);
      }
      assertThat(shown).isEqualTo(expected);
    }
  }

  private static void show(RecordWalk walk, StoredEntry entry, List<String> shown) {
    assertThat(walk.visit(entry, new Written(shown))).isTrue();
  }

  /** All entries lie in one array, as those of a payload do. */
  private Batch batch(Random random) {
    List<byte[]> entries = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < random.nextInt(9); i++) {
      entries.add(bytes(random));
      size += entries.get(i).length;
    }
    byte[] array = new byte[size];
    int[] offsets = new int[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      System.arraycopy(entries.get(i), 0, array, offsets[i], entries.get(i).length);
      offsets[i + 1] = offsets[i] + entries.get(i).length;
    }
    return new Batch(array, offsets);
  }

  private byte[] bytes(Random random) {
    byte[] aggregate = aggregate(random);
    return switch (random.nextInt(6)) {
      case 0 -> "{\"plain\":1}".getBytes(UTF_8);
      case 1 -> zstd.compress(aggregate);
      case 2 -> {
        aggregate[4 + random.nextInt(aggregate.length - 4)] ^= 1; // not an aggregate any more
        yield aggregate;
      }
      default -> aggregate;
    };
  }

  private static byte[] aggregate(Random random) {
    var aggregator = new RecordAggregator(1 << 20);
    for (int i = 0; i < 1 + random.nextInt(20); i++) {
      byte[] data = new byte[random.nextInt(300)];
      random.nextBytes(data);
      aggregator.add(EventRecord.of("k" + random.nextInt(5), data));
    }
    return aggregator.finish(AggregateIds.fresh(random.nextLong(), 1));
  }

  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Batch(byte[] array, int[] offsets) {
    int size() {
      return offsets.length - 1;
    }

    StoredEntry entry(int index) {
      return new Stored(array, offsets[index], offsets[index + 1] - offsets[index], "key");
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Stored(byte[] array, int offset, int sizeBytes, String partitionKey)
      implements StoredEntry {}

  private record Written(List<String> shown) implements RecordVisitor {
    private static String text(EventRecord record) {
      return ":" + record.partitionKey() + ":" + Arrays.toString(record.copyData());
    }

    @Override
    public boolean opened(RecordView record) {
      return shown.add(record.subSequenceNumber() + text(record.record()));
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      return shown.add(cause.reason() + text(stored.record()));
    }
  }
}
