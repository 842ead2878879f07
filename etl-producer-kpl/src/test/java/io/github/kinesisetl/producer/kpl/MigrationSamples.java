// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** The code of docs/migration-from-kpl.md. */
final class MigrationSamples {

  private MigrationSamples() {}

  static void withKpl(KinesisProducer kpl, String userId, byte[] json) {
    ListenableFuture<UserRecordResult> future =
        kpl.addUserRecord("clicks", userId, ByteBuffer.wrap(json));
    Futures.addCallback(future, new LoggingCallback(), MoreExecutors.directExecutor());
    kpl.flushSync();
    kpl.destroy();
  }

  static void withEtlProducer(String userId, byte[] json) throws InterruptedException {
    try (KinesisStream stream = KinesisStream.open("clicks");
        EventProducer<Click> producer =
            EventProducer.builder(new ClickCodec(), Click::userId)
                .to(stream)
                .options(ProducerOptions.builder().mode(OutputMode.KPL).build())
                .open()) {
      producer.put(
          new Click(userId, json),
          result -> {
            if (result instanceof Rejected rejected) {
              log(rejected.errorCode(), rejected.message());
            }
          });
      long left = producer.flush(Duration.ofSeconds(10));
      log("left", Long.toString(left));
    }
  }

  static EventProducer<Click> kplBehindTheSameInterface(KinesisProducerConfiguration kpl) {
    return KplEventProducer.open(
        new ClickCodec(),
        Click::userId,
        "clicks",
        kpl,
        ProducerOptions.builder().maxBufferedBytes(128 << 20).build());
  }

  private static void log(String what, String more) {
    System.out.println(what + " " + more);
  }

  static final class Click {
    private final String userId;
    private final byte[] json;

    Click(String userId, byte[] json) {
      this.userId = userId;
      this.json = json;
    }

    String userId() {
      return userId;
    }
  }

  private static final class ClickCodec implements Codec<Click> {
    @Override
    public void encode(Click event, RecordBuffer out) {
      out.write(event.json);
    }

    @Override
    public Click decode(EventRecord record) {
      return new Click(record.partitionKey(), record.copyData());
    }
  }

  private static final class LoggingCallback implements FutureCallback<UserRecordResult> {
    @Override
    public void onSuccess(UserRecordResult result) {}

    @Override
    public void onFailure(Throwable failure) {
      log("failed", failure.getClass().getSimpleName());
    }
  }
}
