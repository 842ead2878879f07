// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.codec.ReadResult;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import io.github.kinesisetl.producer.spi.StreamUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random scripts of faults: the sender's answers of every kind, lost answers, a control plane that
 * is away or wrong, a key service and a disk that fail, time that jumps, reshards, and processes
 * that close and open again. The ledger: what was taken is stored, told, or waits in the log; and
 * once the faults are over, nothing is stuck.
 *
 * <p>{@code -Dfaults.seeds=1000} runs more than the 50 seeds of the normal build, {@code
 * -Dfaults.first=132} begins with another.
 */
@Timeout(60)
class RandomFaultsTest {

  private static final Duration LONG = Duration.ofDays(300);
  private static final int STEPS = 40;
  private static final int MAX_EVENTS = 4_000;
  private static final String POISON = "poison";

  private static final int TOLD_ACCEPTED = 1;
  private static final int TOLD_FOR_GOOD = 2;
  private static final int TOLD_FOR_NOW = 3;
  private static final int TOLD_TWICE = 4;

  @TempDir private Path root;

  private final AtomicIntegerArray told = new AtomicIntegerArray(MAX_EVENTS);
  private final BitSet taken = new BitSet();
  private final List<String> history = new CopyOnWriteArrayList<>(); // of what must not be
  private int events;
  private TestTicker ticker = TestTicker.passing();
  private Script script = new Script(new Random(0));

  static LongStream seeds() {
    long first = Long.getLong("faults.first", 0);
    return LongStream.range(first, first + Long.getLong("faults.seeds", 50));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void put_throughARandomScriptOfFaults_isStoredToldOrKept(long seed) throws Exception {
    var random = new Random(seed);
    script = new Script(random);
    var stream = new FakeStream(1 + random.nextInt(4));
    ProducerOptionsBuilder options = options(random);
    boolean isDurable = random.nextInt(3) > 0;
    if (isDurable) {
      options.spool(root);
    }
    EventProducer<String> producer = open(stream, options);
    for (int step = 0; step < STEPS; step++) {
      script.next(stream);
      if (isDurable && random.nextInt(10) == 0) {
        producer.close(Duration.ofMillis(random.nextInt(3)));
        stream = stream.successor();
        producer = open(stream, options);
      }
      putSome(producer, random);
      if (random.nextInt(4) == 0) {
        long unused = producer.flush(Duration.ofMillis(random.nextInt(20)));
      }
    }
    script.heal(stream);
    assertThat(producer.flush(LONG)).as("nothing is stuck").isZero();
    assertThat(producer.metrics().bufferedBytes()).isZero();
    assertThat(producer.close(LONG)).isZero();
    if (isDurable) { // what was set aside is tried by the next
      stream = stream.successor();
      producer = open(stream, options);
      assertThat(producer.flush(LONG)).isZero();
      producer.close(LONG);
    }
    assertBalanced(stream, isDurable);
  }

  private void assertBalanced(FakeStream stream, boolean isDurable) {
    BitSet stored = stored(stream);
    for (int i = 0; i < events; i++) {
      int fate = told.get(i);
      assertThat(fate).as("event %d is told once; %s", i, history).isNotEqualTo(TOLD_TWICE);
      if (fate == TOLD_ACCEPTED) {
        assertThat(stored.get(i)).as("event %d was accepted, so it is stored", i).isTrue();
      }
      boolean mayBeMissing =
          !taken.get(i) || fate == TOLD_FOR_GOOD || (!isDurable && fate == TOLD_FOR_NOW);
      if (!mayBeMissing) {
        assertThat(stored.get(i)).as("event %d is told %d, so it is stored", i, fate).isTrue();
      }
    }
    assertThat(stored.length()).as("nothing is there that was not put").isLessThanOrEqualTo(events);
  }

  private BitSet stored(FakeStream stream) {
    var stored = new BitSet();
    try (RecordReader reader =
        RecordReader.builder().limits(ReaderLimits.DEFAULT).decryptor(script.cipher()).build()) {
      for (Entry entry : stream.entries()) {
        for (ReadResult result :
            reader.read(EventRecord.of(entry.partitionKey(), entry.copyData()))) {
          String text = new String(result.record().copyData(), StandardCharsets.UTF_8);
          stored.set(Integer.parseInt(text.substring(text.indexOf(':') + 1).strip()));
        }
      }
    }
    return stored;
  }

  private void putSome(EventProducer<String> producer, Random random) {
    for (int i = random.nextInt(60); i > 0 && events < MAX_EVENTS; i--) {
      int number = events++;
      boolean isPoison = random.nextInt(40) == 0;
      String event =
          (isPoison ? POISON : "key" + random.nextInt(20))
              + ":"
              + number
              + " ".repeat(random.nextInt(200));
      boolean isHeard = random.nextInt(3) > 0;
      // an event that nobody waits for counts as told for now only where no log keeps it
      PutCallback callback = isHeard ? result -> hear(number, result) : PutCallback.NONE;
      try {
        producer.put(
            event, isHeard || script.isDurable() ? callback : result -> hear(number, result));
        taken.set(number);
      } catch (BufferFullException | UncheckedIOException e) {
        assertThat(e.getMessage()).isNotEmpty(); // not taken
      }
    }
  }

  private void hear(int number, PutResult result) {
    int fate =
        result instanceof Accepted
            ? TOLD_ACCEPTED
            : ((Rejected) result).isForGood() ? TOLD_FOR_GOOD : TOLD_FOR_NOW;
    if (!told.compareAndSet(number, 0, fate)) {
      history.add(number + " was told " + told.get(number) + ", then " + result);
      told.set(number, TOLD_TWICE);
    }
  }

  private ProducerOptionsBuilder options(Random random) {
    List<OutputMode> modes = List.of(OutputMode.values());
    OutputMode mode = modes.get(random.nextInt(modes.size()));
    ProducerOptionsBuilder options =
        ProducerOptions.builder()
            .mode(mode)
            .linger(Duration.ofMillis(random.nextInt(3)))
            .initialBackoff(Duration.ofMillis(1))
            .maxBlock(Duration.ofMillis(20))
            .maxBufferedBytes(1 << 20)
            .maxInFlightRequests(1 + random.nextInt(4))
            .deliveryTimeout(Duration.ofSeconds(1 + random.nextInt(100)))
            .openTimeout(Duration.ofSeconds(1))
            .closeTimeout(Duration.ZERO);
    if (mode != OutputMode.PLAIN) {
      options.ordered(random.nextBoolean()).maxAggregateBytes(1 << 10);
    }
    if (mode == OutputMode.DENSE && random.nextBoolean()) {
      options.cipher(script.cipher());
    }
    return options;
  }

  /** A stream that does not answer at open is healed; one that became AUTO goes by keys again. */
  private EventProducer<String> open(FakeStream stream, ProducerOptionsBuilder options)
      throws IOException {
    ticker = TestTicker.passing();
    script.isDurable = options.build().durability().spool() != null;
    stream.distributing(Distribution.USER_PARTITION_KEY);
    script.freeDisk();
    try {
      return openOnce(stream, options);
    } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
      stream.throwingWhenAsked(() -> null);
      return openOnce(stream, options);
    }
  }

  private EventProducer<String> openOnce(FakeStream stream, ProducerOptionsBuilder options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(script.sender(stream), script.directory(stream))
        .options(options.build())
        .ticker(ticker)
        .open();
  }

  /** What goes wrong, one thing after the other, and several at once. */
  private final class Script implements DataKeyProvider {
    private final Random random;
    private final FrameCipher cipher =
        FrameCipher.builder(this).build(() -> Instant.EPOCH.plusNanos(ticker.nanoTime()));
    private volatile int keyFault;
    private volatile int senderFault;
    private volatile @Nullable List<ShardDirectory.OpenShard> stale;
    private boolean isDurable;

    Script(Random random) {
      this.random = random;
    }

    boolean isDurable() {
      return isDurable;
    }

    FrameCipher cipher() {
      return cipher;
    }

    void next(FakeStream stream) throws IOException {
      switch (random.nextInt(15)) {
        case 0 -> stream.failing((entry, n) -> n % 3 == 0 ? failed(FailureKind.TRANSIENT) : null);
        case 1 -> stream.failing((entry, n) -> n % 2 == 0 ? failed(FailureKind.THROTTLED) : null);
        case 2 -> stream.failing((entry, n) -> failed(FailureKind.ACCOUNT_REFUSED));
        case 3 -> stream.failing((entry, n) -> null).losingAnswers(false);
        case 4 ->
            stream
                .losingAnswers(true)
                .failing((e, n) -> n % 4 == 0 ? failed(FailureKind.TRANSIENT) : null);
        case 5 -> stream.refusingRequestsWith(this::isPoisoned);
        case 6 -> senderFault = 1 + random.nextInt(3);
        case 7 -> stream.reshard(1 + random.nextInt(5));
        case 8 -> keyFault = keyFault > 0 ? 0 : 1 + random.nextInt(4);
        case 9 -> {
          RuntimeException[] nonsense = {
            new IllegalArgumentException("no hash key"),
            new NullPointerException(),
            new StreamUnavailableException("busy", FailureKind.THROTTLED, null)
          };
          stream.throwingWhenAsked(() -> nonsense[random.nextInt(3)]);
        }
        case 10 -> stale = stream.throwingWhenAsked(() -> null).openShards();
        case 11 -> ticker.advance(Duration.ofSeconds(random.nextInt(200)));
        case 12 -> {
          if (random.nextBoolean()) {
            fillDisk();
          } else {
            freeDisk();
          }
        }
        case 13 ->
            stream.distributing(
                random.nextBoolean() ? Distribution.AUTO : Distribution.USER_PARTITION_KEY);
        default -> {
          senderFault = 0;
          stale = null;
          stream.throwingWhenAsked(() -> null);
        }
      }
    }

    void heal(FakeStream stream) throws IOException {
      stream
          .failing((entry, n) -> null)
          .losingAnswers(false)
          .refusingRequestsWith(entry -> false)
          .throwingWhenAsked(() -> null);
      keyFault = 0;
      stream.distributing(Distribution.USER_PARTITION_KEY);
      senderFault = 0;
      stale = null;
      freeDisk();
    }

    RecordSender sender(FakeStream stream) {
      return entries -> {
        switch (senderFault) {
          case 1 -> throw new IllegalStateException("a rude sender");
          case 2 -> throw new AssertionError("a broken sender");
          case 3 -> {
            return List.<EntryResult>of();
          }
          default -> {
            return stream.send(entries);
          }
        }
      };
    }

    /** Tells the shards of before now and then. */
    ShardDirectory directory(FakeStream stream) {
      return new ShardDirectory() {
        @Override
        public List<OpenShard> openShards() {
          List<OpenShard> before = stale;
          return before == null ? stream.openShards() : before;
        }

        @Override
        public StreamTraits traits() {
          return stream.traits();
        }
      };
    }

    @Override
    public DataKey generate() {
      return key("key");
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      return key(keyId);
    }

    private DataKey key(String keyId) {
      switch (keyFault) {
        case 1 -> throw new DataKeyException("the key service is away", true, null);
        case 2 -> throw new OutOfMemoryError("for a test");
        case 3 -> throw new NoClassDefFoundError("a key service's client");
        case 4 -> throw new StackOverflowError();
        default -> {}
      }
      return new DataKey(keyId, new byte[] {1}, new byte[32]);
    }

    /** By its bytes, as it may be encrypted: then some entries are refused, whatever is in them. */
    private boolean isPoisoned(Entry entry) {
      String text = new String(entry.array(), 0, entry.dataBytes(), StandardCharsets.ISO_8859_1);
      return text.contains(POISON);
    }

    private Failed failed(FailureKind kind) {
      return new Failed(kind.name(), kind, "a fault", false);
    }

    private void fillDisk() throws IOException {
      if (isDurable) {
        for (int i = 0; i < 60; i++) {
          Path name = root.resolve("%08d.segment".formatted(i));
          if (!Files.exists(name)) {
            Files.createDirectory(name);
            Files.createFile(name.resolve("in use"));
          }
        }
      }
    }

    void freeDisk() throws IOException {
      for (int i = 0; i < 60; i++) {
        Path name = root.resolve("%08d.segment".formatted(i));
        if (Files.isDirectory(name)) {
          Files.deleteIfExists(name.resolve("in use"));
          Files.deleteIfExists(name);
        }
      }
    }
  }
}
