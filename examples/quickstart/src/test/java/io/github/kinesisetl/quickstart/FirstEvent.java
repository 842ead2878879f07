// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.aws.KinesisStream;

public final class FirstEvent {
  record Click(String userId, String page, long millis) {}

  public static void main(String[] arguments) {
    try (var clicks = KinesisStream.open("clicks");
        var producer =
            EventProducer.builder(JsonCodec.of(Click.class), Click::userId).to(clicks).open()) {
      producer.put(new Click("user-1", "/home", System.currentTimeMillis()), PutCallback.NONE);
      System.out.println(producer.put(new Click("user-1", "/cart", 1)).join());
    }
  }
}
