// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.junit.KinesisLocalTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

@KinesisLocalTest(streams = "orders:2")
class OrdersTest {

  @Test
  void order_survivesAServerError(KinesisLocal kinesis, KinesisClient client) {
    kinesis.faults().failRequests(1); // the SDK tries again
    var put =
        client.putRecord(r ->
            r.streamName("orders")
                .partitionKey("customer-1")
                .data(SdkBytes.fromUtf8String("1 book")));
    assertThat(put.shardId()).startsWith("shardId-");
  }
}
