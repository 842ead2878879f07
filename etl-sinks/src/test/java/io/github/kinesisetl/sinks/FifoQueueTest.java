// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.core.codec.JsonCodec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A FIFO queue takes no message without a group, so a sink over one would bury everything. */
class FifoQueueTest {

  private static final String URL = "https://sqs.eu-central-1.amazonaws.com/1/events.fifo";

  @Test
  void sink_ofAFifoQueue_isRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SqsSink<>(SqsClient::create, URL, JsonCodec.tree()))
        .withMessageContaining("standard queue");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new SqsDeadLetters(
                SqsClient::create, URL, S3Client::create, new S3Sink.Location("b", "")))
        .withMessageContaining("standard queue");
  }
}
