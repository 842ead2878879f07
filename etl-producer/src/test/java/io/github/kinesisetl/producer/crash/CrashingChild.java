// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.crash;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that puts events, durably, until it is killed. In a mapped file, which survives it, it
 * notes how many events of each key {@code put} has taken; to its standard output it writes a dot
 * every few events.
 */
final class CrashingChild {

  static final int KEYS = 10;
  static final int EVENTS_A_DOT = 8;

  private static final long PAUSE_NANOS = 20_000;

  private static final Codec<String> TEXT =
      new Codec<>() {
        @Override
        public void encode(String event, RecordBuffer out) {
          out.write(event.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String decode(EventRecord record) {
          return new String(record.copyData(), StandardCharsets.UTF_8);
        }
      };

  private CrashingChild() {}

  /** Arguments: endpoint, stream, directory of the log, ledger, round; a negative round drains. */
  public static void main(String[] arguments) throws Exception {
    int round = Integer.parseInt(arguments[4]);
    var stream = new LeanSender(URI.create(arguments[0]), arguments[1]);
    try (EventProducer<String> producer =
        EventProducer.builder(TEXT, event -> event.substring(0, event.indexOf(':')))
            .to(stream, stream)
            .options(
                ProducerOptions.builder()
                    .spool(Path.of(arguments[2]))
                    .linger(Duration.ofMillis(1))
                    .initialBackoff(Duration.ofMillis(1))
                    .maxAggregateBytes(1 << 10)
                    .build())
            .open()) {
      if (round < 0) {
        System.exit(producer.flush(Duration.ofSeconds(60)) == 0 ? 0 : 1);
      }
      put(producer, round, ledger(Path.of(arguments[3]), round));
    }
  }

  private static void put(EventProducer<String> producer, int round, MappedByteBuffer ledger) {
    PrintStream out = System.out;
    var random = new Random(round);
    for (int i = 0; ; i++) {
      if (i % EVENTS_A_DOT == 0) {
        out.write('.');
        out.flush();
      }
      int key = random.nextInt(KEYS);
      int number = ledger.getInt(key * Integer.BYTES);
      producer.put("key%d:%04d:%06d".formatted(key, round, number), PutCallback.NONE);
      ledger.putInt(key * Integer.BYTES, number + 1);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static MappedByteBuffer ledger(Path file, int round) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long bytes = (long) KEYS * Integer.BYTES;
      return channel.map(MapMode.READ_WRITE, round * bytes, bytes);
    }
  }
}
