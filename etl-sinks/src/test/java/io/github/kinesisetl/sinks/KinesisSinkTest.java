// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.testing.SinkContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

class KinesisSinkTest extends EventContract {

  /** A producer repeats until its delivery timeout. */
  static final int REQUESTS_WHILE_DOWN = 500;

  private static final int SEED = 11;

  @Override
  protected Service<ObjectNode> open() {
    return over(CODEC, EventContract::identity);
  }

  @Override
  protected int requestsWhileDown() {
    return REQUESTS_WHILE_DOWN;
  }

  /** Each takes as long as a producer's own pauses; etl-producer has scripts of its own. */
  static int faultSeedsOfAProducer() {
    return Math.max(1, Integer.getInteger("faults.seeds", 0) / 50);
  }

  @Override
  protected int faultSeeds() {
    return faultSeedsOfAProducer();
  }

  /** An event that stays too large when it is compressed. */
  @Override
  protected Optional<ObjectNode> poisoned(int number) {
    byte[] noise = new byte[2 << 20];
    new Random(SEED).nextBytes(noise);
    return Optional.of(event(number).put("large", noise));
  }

  static <T> Service<T> over(Codec<T> codec, Function<T, String> key) {
    var stream = new ScriptedStream();
    // Nothing waits for the time of the first; where the stream is down, nothing else ends a put.
    EventProducer<T> patient = producer(codec, key, stream, Duration.ofMinutes(1));
    EventProducer<T> hurried = producer(codec, key, stream, Duration.ofMillis(500));
    return new PutService<>(patient, hurried, stream);
  }

  private static <T> EventProducer<T> producer(
      Codec<T> codec, Function<T, String> key, ScriptedStream stream, Duration deliveryTimeout) {
    return EventProducer.builder(codec, key)
        .to(stream, stream)
        .options(
            ProducerOptions.builder()
                .mode(OutputMode.PLAIN)
                .linger(Duration.ofMillis(5))
                .deliveryTimeout(deliveryTimeout)
                .build())
        .open();
  }

  /** The sinks of two producers and the stream behind them. */
  private record PutService<T>(
      EventProducer<T> patient, EventProducer<T> hurried, ScriptedStream stream)
      implements SinkContract.Service<T> {

    @Override
    public Sink<T> sink() {
      return items ->
          new KinesisSink<>(stream.script().isDown() ? hurried : patient, Duration.ofMinutes(2))
              .write(items);
    }

    @Override
    public List<Integer> stored() {
      return stream.numbers();
    }

    @Override
    public void down() {
      stream.script().down();
    }

    @Override
    public void deny() {
      stream.script().deny();
    }

    @Override
    public boolean refuseRequestsWith(Set<Integer> items) {
      return false;
    }

    @Override
    public boolean busyWith(Set<Integer> items) {
      stream.script().busyWith(items);
      return true;
    }

    @Override
    public boolean faults(Random random, Set<Integer> hopeless) {
      stream.script().playFaults(random);
      return true;
    }

    @Override
    public void recover() {
      stream.script().recover();
    }

    @Override
    public int requests() {
      return stream.script().requests.get();
    }

    @Override
    public void close() {
      patient.close();
      hurried.close();
    }
  }
}
