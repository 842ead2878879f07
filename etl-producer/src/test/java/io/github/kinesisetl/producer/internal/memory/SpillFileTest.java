// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.producer.internal.memory.SpillFile.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpillFileTest {

  @TempDir private Path directory;

  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void read_afterManyWritesAndFrees_givesWhatWasWritten(long seed) {
    var random = new Random(seed);
    try (SpillFile file = SpillFile.create(directory, 64 << 20)) {
      Deque<Extent> kept = new ArrayDeque<>();
      Deque<Long> contents = new ArrayDeque<>();
      for (int i = 0; i < 300; i++) {
        long content = random.nextLong();
        Extent extent = write(file, bytes(content));
        if (extent != null) {
          kept.addLast(extent);
          contents.addLast(content);
        }
        boolean drain = extent == null || random.nextInt(3) == 0;
        for (int n = drain ? random.nextInt(8) : 0; n > 0 && !kept.isEmpty(); n--) {
          assertThat(read(file, kept.getFirst())).isEqualTo(bytes(contents.removeFirst()));
          file.free(kept.removeFirst());
        }
      }
      assertThat(file.usedBytes()).isEqualTo(kept.stream().mapToLong(Extent::sizeBytes).sum());
    }
  }

  @Test
  void write_fileFull_returnsNullUntilAChunkIsFree() {
    try (SpillFile file = SpillFile.create(directory, 64 << 20)) {
      byte[] tenMebibytes = new byte[10 << 20];
      Deque<Extent> kept = new ArrayDeque<>();
      for (Extent e = write(file, tenMebibytes); e != null; e = write(file, tenMebibytes)) {
        kept.addLast(e);
      }
      assertThat(kept).hasSize(6);
      file.free(kept.removeFirst());
      assertThat(write(file, tenMebibytes)).isNull();
      file.free(kept.removeFirst());
      file.free(kept.removeFirst());
      assertThat(write(file, tenMebibytes)).isNotNull();
      assertThat(file.usedBytes()).isEqualTo(40 << 20);
    }
  }

  @Test
  void close_leavesNoFile() throws IOException {
    SpillFile file = SpillFile.create(directory, 32 << 20);
    write(file, new byte[100]);
    file.close();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void create_tooSmall_isRefused() {
    assertThatThrownBy(() -> SpillFile.create(directory, 1000))
        .hasMessage("maxBytes must be at least 32 MiB, but is 1000");
  }

  private static @Nullable Extent write(SpillFile file, byte[] bytes) {
    return file.write(bytes, bytes.length);
  }

  private static byte[] read(SpillFile file, Extent extent) {
    byte[] bytes = new byte[extent.sizeBytes()];
    file.read(extent, bytes);
    return bytes;
  }

  /** Bytes that tell at both ends, and in between, whose they are. */
  private static byte[] bytes(long content) {
    byte[] bytes = new byte[16 + new Random(content).nextInt(1 << 20)];
    Arrays.fill(bytes, (byte) content);
    ByteBuffer.wrap(bytes).putLong(0, content).putLong(bytes.length - 8, content);
    return bytes;
  }
}
