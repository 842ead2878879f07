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

  /** An event that stays too large when it is compressed. */
  @Override
  protected Optional<ObjectNode> poisoned(int number) {
    byte[] noise = new byte[2 << 20];
    new Random(SEED).nextBytes(noise);
    return Optional.of(event(number).put("large", noise));
  }

  static <T> Service<T> over(Codec<T> codec, Function<T, String> key) {
    var stream = new ScriptedStream();
    EventProducer<T> producer =
        EventProducer.builder(codec, key)
            .to(stream, stream)
            .options(
                ProducerOptions.builder()
                    .mode(OutputMode.PLAIN)
                    .linger(Duration.ofMillis(5))
                    .deliveryTimeout(Duration.ofSeconds(5))
                    .build())
            .open();
    return new PutService<>(producer, new KinesisSink<>(producer, Duration.ofSeconds(20)), stream);
  }

  /** A producer's sink and the stream behind it. */
  private record PutService<T>(EventProducer<T> producer, Sink<T> sink, ScriptedStream stream)
      implements SinkContract.Service<T> {

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
    public void recover() {
      stream.script().recover();
    }

    @Override
    public int requests() {
      return stream.script().requests.get();
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
