// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.producer.internal.TestTicker;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.time.Duration;

/** Producers of texts by a test's time, eager and patient. */
final class Producers {

  private final TestTicker ticker;

  Producers(TestTicker ticker) {
    this.ticker = ticker;
  }

  static ProducerOptionsBuilder options() {
    return ProducerOptions.builder()
        .linger(Duration.ofMillis(5))
        .initialBackoff(Duration.ofMillis(1))
        .deliveryTimeout(Duration.ofHours(24));
  }

  EventProducer<String> open(
      RecordSender sender, ShardDirectory directory, ProducerOptionsBuilder options) {
    return EventProducer.builder(TextCodec.UTF_8, TextCodec::keyOf)
        .to(sender, directory)
        .options(options.build())
        .ticker(ticker)
        .open();
  }
}
