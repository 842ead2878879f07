// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.local.KinesisLocal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class KinesisStreamBuilderTest {

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  @Test
  void ofEnvironment_streamRegionAndEndpoint_opensThatStreamThere() {
    try (var kinesis = KinesisLocal.start().createStream("clicks", 3);
        var stream =
            KinesisStream.ofEnvironment(
                    Map.of(
                        "KINESISETL_PRODUCER_STREAM", "clicks",
                        "KINESISETL_PRODUCER_REGION", "us-east-1",
                        "KINESISETL_PRODUCER_ENDPOINT", kinesis.endpoint().toString(),
                        "KINESISETL_PRODUCER_LINGER", "5ms"))
                .credentialsProvider(CREDENTIALS)
                .open()) {
      assertThat(stream.openShards()).hasSize(3);
    }
  }

  @Test
  void ofProperties_streamRegionAndEndpoint_opensThatStreamThere() {
    try (var kinesis = KinesisLocal.start().createStream("orders", 2);
        var stream =
            KinesisStream.ofProperties(
                    Map.of(
                        "kinesisetl.producer.stream", "orders",
                        "kinesisetl.producer.region", "us-east-1",
                        "kinesisetl.producer.endpoint", kinesis.endpoint().toString()))
                .credentialsProvider(CREDENTIALS)
                .open()) {
      assertThat(stream.openShards()).hasSize(2);
    }
  }

  @Test
  void ofEnvironment_withoutAStream_isRefusedWithTheNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KinesisStream.ofEnvironment(Map.of("KINESISETL_PRODUCER_REGION", "x")))
        .withMessage(
            "no stream is named; set kinesisetl.producer.stream or KINESISETL_PRODUCER_STREAM");
  }

  @Test
  void ofProperties_endpointThatIsNoUri_isRefusedWithKeyAndValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            KinesisStream.ofProperties(
                Map.of("kinesisetl.producer.stream", "s", "kinesisetl.producer.endpoint", "a b")))
        .withMessageStartingWith("kinesisetl.producer.endpoint=a b: ");
  }
}
