// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import io.github.kinesisetl.producer.internal.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpoolTest {

  private static final int MAX_RECORD_BYTES = 1 << 20;
  private static final long EPOCH = 7;

  @TempDir private Path root;

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  /** Whatever was appended and settled, a copy of the files at any moment tells what is left. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void open_afterACrash_findsExactlyWhatWasNotSettled(long seed) throws IOException {
    var random = new Random(seed);
    Map<EventId, String> expected = new LinkedHashMap<>();
    Path directory = root.resolve("spool");
    long epoch = EPOCH;
    for (int process = 0; process < 4; process++) {
      Spool spool = open(directory, epoch, 256 << 20);
      assertThat(read(spool)).isEqualTo(expected);
      settleSome(spool, expected, random);
      work(spool, epoch, expected, random);
      directory = crash(directory, "copy" + process);
      spool.close();
      epoch++;
    }
    try (Spool last = open(directory, epoch)) {
      assertThat(read(last)).isEqualTo(expected);
      assertThat(last.tornBytes()).isZero();
    }
  }

  private void work(Spool spool, long epoch, Map<EventId, String> expected, Random random) {
    int[] sizes = new int[40];
    for (int i = 0; i < 1_500; i++) {
      int aggregate = random.nextInt(sizes.length);
      if (sizes[aggregate] >= 0 && random.nextInt(30) == 0) {
        settle(spool, epoch, aggregate, sizes[aggregate], expected);
        sizes[aggregate] = -1;
      } else if (sizes[aggregate] >= 0) {
        EventRecord record = record(random);
        append(spool, aggregate, sizes[aggregate], record);
        expected.put(new EventId(epoch, aggregate, sizes[aggregate]++), text(record));
      }
    }
  }

  private static void settleSome(Spool spool, Map<EventId, String> expected, Random random) {
    for (RecoveredAggregate aggregate : spool.recovered()) {
      if (random.nextInt(3) > 0) {
        settle(spool, aggregate.producerEpoch(), aggregate.number(), aggregate.size(), expected);
      }
    }
  }

  private static void settle(
      Spool spool, long epoch, long aggregate, int events, Map<EventId, String> expected) {
    if (isAtOnce(events)) {
      spool.settled(epoch, aggregate, events);
    } else { // the parts of a split
      spool.settled(epoch, aggregate, 1);
      spool.settled(epoch, aggregate, events - 1);
    }
    expected
        .keySet()
        .removeIf(id -> id.producerEpoch() == epoch && id.aggregate() == aggregate && events > 0);
  }

  private static boolean isAtOnce(int events) {
    return events < 2 || events % 2 == 0;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void open_tailTornAnywhere_skipsItAndSaysHowMuch(long seed) throws IOException {
    var random = new Random(seed);
    Path directory = root.resolve("spool");
    try (Spool spool = open(directory, EPOCH)) {
      for (int i = 0; i < 20; i++) {
        append(spool, 1, i, EventRecord.of("key", new byte[100]));
      }
    }
    int frameBytes = Segment.eventFrameBytes(3, 100);
    int tornAt = Segment.HEADER_BYTES + 19 * frameBytes + 8 + random.nextInt(frameBytes - 16);
    try (FileChannel file = FileChannel.open(onlySegment(directory), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) (1 + random.nextInt(120))}), tornAt);
    }
    try (Spool spool = open(directory, EPOCH + 1)) {
      assertThat(spool.recovered()).singleElement().extracting(a -> a.size()).isEqualTo(19);
      assertThat(spool.tornBytes()).isBetween(1L, (long) frameBytes);
    }
  }

  @Test
  void close_allSettled_leavesNoSegment() throws IOException {
    Path directory = root.resolve("spool");
    try (Spool spool = open(directory, EPOCH)) {
      append(spool, 0, 0, EventRecord.of("key", new byte[10]));
      spool.settled(EPOCH, 0, 1);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .extracting(Path::getFileName)
          .extracting(Path::toString)
          .containsExactly("lock");
    }
  }

  @Test
  void reserve_logFull_saysNoUntilTheHeadIsSettled() {
    try (Spool spool = open(root, EPOCH)) {
      int taken = 0;
      EventRecord record = EventRecord.of("key", new byte[MAX_RECORD_BYTES / 2]);
      while (spool.reserve(key(record), data(record), 0)) {
        spool.append(taken++, 0, key(record), data(record));
      }
      assertThat(taken).isBetween(20, 32);
      assertThat(spool.diskBytes()).isLessThanOrEqualTo(16 << 20);
      for (int i = 1; i < taken; i++) {
        spool.settled(EPOCH, i, 1);
      }
      assertThat(spool.reserve(key(record), data(record), 0)).isFalse();
      spool.settled(EPOCH, 0, 1);
      assertThat(spool.reserve(key(record), data(record), 0)).isTrue();
      spool.cancel(key(record), data(record));
    }
  }

  @Test
  void append_forLong_usesItsFilesAgain() {
    try (Spool spool = open(root, EPOCH)) {
      EventRecord record = EventRecord.of("key", new byte[100_000]);
      for (int i = 0; i < 1_000; i++) {
        append(spool, i, 0, record);
        spool.settled(EPOCH, i, 1);
      }
      assertThat(spool.diskBytes()).isLessThanOrEqualTo(16 << 20);
    }
  }

  @Test
  void open_directoryInUse_isRefused() {
    Spool first = open(root, EPOCH);
    assertThatThrownBy(() -> open(root, EPOCH))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("is in use by another producer of this process");
    first.close();
    open(root, EPOCH).close();
  }

  @Test
  void open_fileOfALaterVersion_isRefused() throws IOException {
    Spool spool = open(root, EPOCH);
    append(spool, 0, 0, EventRecord.of("key", new byte[10]));
    spool.close();
    try (FileChannel file = FileChannel.open(onlySegment(root), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(4).putInt(0, 2), 8);
    }
    assertThatThrownBy(() -> open(root, EPOCH)).hasMessageContaining("has version 2");
  }

  /** One flipped bit once lost what followed in its segment, or the whole segment in silence. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void open_oneBitFlippedAnywhere_losesAnEventAtMostOrKeepsTheFile(long seed) throws IOException {
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      Path directory = root.resolve("spool" + round);
      Spool written = open(directory, EPOCH);
      for (int i = 0; i < 200; i++) {
        append(written, i, 0, EventRecord.of("key" + i, new byte[random.nextInt(300)]));
      }
      written.close();
      int usedBytes = 200 * Segment.eventFrameBytes(6, 150);
      int at = random.nextInt(4) == 0 ? random.nextInt(32) : random.nextInt(usedBytes * 3 / 4);
      if (at >= 8 && at < 12) {
        continue; // in the version: later releases are refused
      }
      flip(onlySegment(directory), at, random.nextInt(8));
      try (Spool spool = open(directory, EPOCH + 1)) {
        boolean isKept;
        try (Stream<Path> files = Files.list(directory)) {
          isKept = files.anyMatch(file -> file.toString().endsWith(".broken"));
        }
        assertThat(read(spool).size())
            .as("bit of byte %d in round %d", at, round)
            .isIn(isKept ? Set.of(0) : Set.of(199, 200));
        assertThat(spool.tornBytes() > 0).isEqualTo(read(spool).size() < 200);
        assertThat(isKept).isEqualTo(at < Segment.HEADER_BYTES && at != 8);
      }
    }
  }

  private static void flip(Path file, int at, int bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
      channel.write(one, at);
    }
  }

  /** What a note could not be written of is noted once there is room. */
  @Test
  void settled_diskFull_freesWhatItCanAndNotesTheRestLater() throws IOException {
    try (Spool spool = open(root, EPOCH, 1 << 30)) {
      for (int i = 1; i < 40; i++) {
        Path name = root.resolve("%08d.segment".formatted(i));
        Files.createDirectory(name);
        Files.createFile(name.resolve("in use"));
      }
      EventRecord record = EventRecord.of("key", new byte[MAX_RECORD_BYTES / 2]);
      int taken = 0;
      for (boolean isFull = false; !isFull; ) {
        try {
          append(spool, taken, 0, record);
          taken++;
        } catch (UncheckedIOException e) {
          isFull = true;
        }
      }
      assertThat(taken).isPositive();
      for (int i = 0; i < taken; i++) {
        spool.settled(EPOCH, i, 1);
      }
      for (int i = taken; i < taken + 50; i++) {
        append(spool, i, 0, EventRecord.of("key", new byte[1000]));
        spool.settled(EPOCH, i, 1);
      }
    }
    try (Spool next = open(root.resolve("none"), EPOCH + 1)) {
      assertThat(read(next)).isEmpty();
    }
  }

  @Test
  void setAside_events_areFoundByTheNextUntilTheyAreSettled() throws IOException {
    EventRecord one = EventRecord.of("key", new byte[10]).withId(new EventId(EPOCH, 3, 5));
    EventRecord two = EventRecord.of("key", new byte[11]).withId(new EventId(EPOCH, 3, 8));
    try (Spool spool = open(root, EPOCH)) {
      append(spool, 3, 0, EventRecord.of("key", new byte[10]));
      assertThat(spool.setAside(EPOCH, 3, List.of(one, two))).isTrue();
      assertThat(spool.setAside(EPOCH, 3, List.of(one))).isTrue();
      spool.settled(EPOCH, 3, 1);
    }
    try (Spool spool = open(root, EPOCH + 1)) {
      assertThat(spool.recovered()).extracting(RecoveredAggregate::size).containsExactly(2, 1);
      assertThat(spool.recovered().get(0).position(1)).isEqualTo(8);
      AsideGroup first = requireNonNull(spool.recovered().get(0).share().aside());
      spool.settled(first, 1);
      spool.settled(first, 1);
    }
    try (Spool spool = open(root, EPOCH + 2)) {
      assertThat(spool.recovered()).extracting(RecoveredAggregate::size).containsExactly(1);
      spool.settled(requireNonNull(spool.recovered().get(0).share().aside()), 1);
    }
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lock");
    }
  }

  @Test
  void setAside_beyondTheBound_saysNo() {
    try (Spool spool = open(root, EPOCH)) {
      EventRecord large = EventRecord.of("key", new byte[MAX_RECORD_BYTES - 100]);
      int taken = 0;
      while (spool.setAside(EPOCH, taken, List.of(large))) {
        taken++;
      }
      assertThat(taken).isBetween(8, 12);
      assertThat(spool.diskBytes()).isLessThanOrEqualTo(16 << 20);
    }
  }

  @Test
  void open_filesOfNoUse_areUsedOrDeleted() throws IOException {
    Files.write(root.resolve("00000003.segment"), new byte[3]);
    Files.write(root.resolve("00000004.segment"), new byte[4 << 20]);
    try (Spool spool = open(root, EPOCH)) {
      assertThat(spool.recovered()).isEmpty();
      append(spool, 0, 0, EventRecord.of("key", new byte[10]));
      assertThat(spool.diskBytes()).isEqualTo(4 << 20);
    }
    try (Spool spool = open(root, EPOCH + 1)) {
      assertThat(read(spool)).hasSize(1);
    }
  }

  @Test
  void sync_whileItsOnlyFileIsBegunAnewAgainAndAgain_goesOn() throws InterruptedException {
    var options = new SpoolOptions(EPOCH, 16 << 20, MAX_RECORD_BYTES, true);
    try (Spool spool = Spool.open(root, options, Ticker.SYSTEM)) {
      EventRecord record = EventRecord.of("key", new byte[1 << 20]);
      for (int i = 0; i < 20; i++) {
        assertThat(spool.reserve(key(record), data(record), 0)).isTrue();
        spool.sync(spool.append(i, 0, key(record), data(record)));
        spool.settled(EPOCH, i, 1);
      }
    }
  }

  @Test
  void sync_fromManyThreads_returnsForAll() throws InterruptedException {
    var options = new SpoolOptions(EPOCH, 16 << 20, MAX_RECORD_BYTES, true);
    try (Spool spool = Spool.open(root, options, Ticker.SYSTEM)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int aggregate = t;
        threads.add(
            new Thread(() -> {
              for (int i = 0; i < 50; i++) {
                EventRecord record = EventRecord.of("key", new byte[50]);
                assertThat(spool.reserve(key(record), data(record), 0)).isTrue();
                spool.sync(spool.append(aggregate, i, key(record), data(record)));
              }
            }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    try (Spool spool = open(root, EPOCH + 1)) {
      assertThat(read(spool)).hasSize(400);
    }
  }

  private static void append(Spool spool, long aggregate, int position, EventRecord record) {
    assertThat(spool.reserve(key(record), data(record), 0)).isTrue();
    spool.append(aggregate, position, key(record), data(record));
  }

  private static KeyBuffer key(EventRecord record) {
    var key = new KeyBuffer();
    key.set(record.partitionKey());
    return key;
  }

  private static RecordBuffer data(EventRecord record) {
    var data = new RecordBuffer(16);
    data.write(record.array(), record.offset(), record.sizeBytes());
    return data;
  }

  /** A disk that hangs then once held whoever closed, whatever time that had. */
  @Test
  void close_whileAFileIsMade_waitsForNobodyAndLeavesTheDirectoryLockedUntilItIsOver(
      @TempDir Path directory) throws Exception {
    var hangs = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var made = new AtomicInteger();
    var options = new SpoolOptions(EPOCH, 16 << 20, MAX_RECORD_BYTES, false);
    Spool spool =
        Spool.open(
            directory,
            options,
            Ticker.SYSTEM,
            (file, bytes, durable) -> {
              if (made.getAndIncrement() > 0) {
                hangs.countDown();
                awaitUninterruptibly(release);
              }
              return Segment.create(file, bytes, durable);
            });
    EventRecord record = EventRecord.of("key", new byte[MAX_RECORD_BYTES / 2]);
    CompletableFuture<Boolean> isTaken =
        CompletableFuture.supplyAsync(() -> {
          while (spool.reserve(key(record), data(record), 0)) {
            long unused = spool.append(0, 0, key(record), data(record));
          }
          return false;
        });
    hangs.await();
    spool.close();
    assertThatThrownBy(() -> open(directory, EPOCH + 1)).isInstanceOf(UncheckedIOException.class);
    release.countDown();
    assertThat(isTaken.get()).isFalse();
    open(directory, EPOCH + 1).close();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Spool open(Path directory, long epoch) {
    return open(directory, epoch, 16 << 20);
  }

  private static Spool open(Path directory, long epoch, long maxBytes) {
    return Spool.open(
        directory, new SpoolOptions(epoch, maxBytes, MAX_RECORD_BYTES, false), Ticker.SYSTEM);
  }

  /** What kill -9 leaves: the files as they are at this moment. */
  private Path crash(Path directory, String name) throws IOException {
    Path copy = Files.createDirectory(root.resolve(name));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static Path onlySegment(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".segment")).findFirst().orElseThrow();
    }
  }

  private static Map<EventId, String> read(Spool spool) {
    Map<EventId, String> events = new LinkedHashMap<>();
    for (RecoveredAggregate aggregate : spool.recovered()) {
      for (int i = 0; i < aggregate.size(); i++) {
        var id = new EventId(aggregate.producerEpoch(), aggregate.number(), aggregate.position(i));
        events.put(id, text(aggregate.record(i)));
      }
    }
    return events;
  }

  private static EventRecord record(Random random) {
    byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(99)];
    random.nextBytes(payload);
    return EventRecord.of("käse" + random.nextInt(100), payload);
  }

  private static String text(EventRecord record) {
    return record.partitionKey() + new String(record.copyData(), StandardCharsets.ISO_8859_1);
  }
}
