// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import com.google.common.util.concurrent.ListenableFuture;
import java.nio.ByteBuffer;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** What is used of KPL: a seam, so that faults can be tested without its daemon. */
interface Kpl {

  ListenableFuture<UserRecordResult> add(String partitionKey, ByteBuffer data);

  /** Sends what is gathered, without waiting. */
  void flush();

  /** Ends the daemon; what it holds fails. */
  void destroy();

  /** KPL itself, with its daemon. */
  static Kpl start(KinesisProducerConfiguration configuration, String streamName) {
    var producer = new KinesisProducer(configuration);
    return new Kpl() {
      @Override
      public ListenableFuture<UserRecordResult> add(String partitionKey, ByteBuffer data) {
        return producer.addUserRecord(streamName, partitionKey, data);
      }

      @Override
      public void flush() {
        producer.flush();
      }

      @Override
      public void destroy() {
        producer.destroy();
      }
    };
  }
}
