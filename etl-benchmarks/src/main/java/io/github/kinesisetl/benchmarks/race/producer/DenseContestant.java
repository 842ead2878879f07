// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Our producer with its defaults. */
final class DenseContestant implements Contestant {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final KinesisClient client;
  private final EventProducer<EventRecord> producer;

  private DenseContestant(Course course) {
    client = TlsClient.open(course.endpoint());
    producer =
        EventProducer.builder(new Encoded(), EventRecord::partitionKey)
            .to(KinesisStream.of(client, course.stream()))
            .open();
  }

  static Contestant open(Course course) {
    return new DenseContestant(course);
  }

  public static void main(String[] arguments) throws Exception {
    Course.run(arguments, DenseContestant::new);
  }

  @Override
  public void put(EventPool events, long from, long to)
      throws InterruptedException, ExecutionException {
    for (long i = from; i < to; i++) {
      producer.put(events.at(i), PutCallback.NONE);
    }
    long missing = producer.flush(TIMEOUT) + producer.metrics().events().rejected();
    if (missing > 0) {
      throw new ExecutionException(new IllegalStateException(missing + " events were not put"));
    }
  }

  @Override
  public void close() {
    producer.close();
    client.close();
  }

  /** The events are encoded already, for all contestants alike. */
  private static final class Encoded implements Codec<EventRecord> {

    @Override
    public void encode(EventRecord event, RecordBuffer out) {
      out.write(event.array(), event.offset(), event.sizeBytes());
    }

    @Override
    public EventRecord decode(EventRecord record) {
      return record;
    }
  }
}
