// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class StreamIdTest {

  private static final String ARN = "arn:aws:kinesis:eu-west-3:111122223333:stream/clicks";

  @Test
  void of_nameOrArn_tellsThemApart() {
    StreamId name = StreamId.of("clicks_1.2-x");
    assertThat(name.name()).isEqualTo("clicks_1.2-x");
    assertThat(name.arn()).isNull();
    StreamId arn = StreamId.of(ARN);
    assertThat(arn.arn()).isEqualTo(ARN);
    assertThat(arn.name()).isNull();
    assertThat(arn.region()).isEqualTo("eu-west-3");
    assertThat(StreamId.of("arn:aws-us-gov:kinesis:us-gov-west-1:111122223333:stream/a").isArn())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "arn:aws:kinesis:eu-west-3:1:stream/clicks",
        "arn:aws:kinesis:eu-west-3:111122223333:stream/",
        "arn:aws:kinesis:eu-west-3:111122223333:stream/clicks/consumer/x:1",
        "arn:aws:sqs:eu-west-3:111122223333:clicks"
      })
  void of_anythingElse_isRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamId.of(text))
        .withMessageContaining("arn:aws:kinesis:");
  }

  @Test
  void open_regionThatIsNotTheArns_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> KinesisStream.builder(ARN).region(Region.US_EAST_1).open())
        .withMessageContaining("us-east-1");
    KinesisStream.builder(ARN).open().close();
    KinesisStream.builder(ARN).region(Region.EU_WEST_3).open().close();
  }
}
