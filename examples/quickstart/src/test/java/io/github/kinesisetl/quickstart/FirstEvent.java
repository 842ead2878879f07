// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.aws.KinesisStream;
import software.amazon.awssdk.services.kinesis.KinesisClient;

public final class FirstEvent {
  record Click(String userId, String page, long millis) {}

  public static void main(String[] arguments) {
    try (KinesisClient client = KinesisClient.create();
        EventProducer<Click> producer =
            EventProducer.builder(JsonCodec.of(Click.class), Click::userId)
                .to(KinesisStream.of(client, "clicks"))
                .open()) {
      producer.put(new Click("user-1", "/home", System.currentTimeMillis()), PutCallback.NONE);
      PutResult result = producer.put(new Click("user-1", "/cart", 1)).join();
      System.out.println(result);
    }
  }
}
