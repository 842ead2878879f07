// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.LocalClock;
import io.github.kinesisetl.local.service.ServiceName;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The checks of SNS on this server, and what only this server can be asked. */
class SnsTest extends SnsContract {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final KinesisLocal SERVER =
      KinesisLocal.builder().clock(LocalClock.stoppedAt(START)).maxStoredBytes(1 << 20).start();
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
  private static final SnsClient CLIENT =
      SnsClient.builder()
          .endpointOverride(SERVER.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(CREDENTIALS)
          .httpClient(UrlConnectionHttpClient.create())
          .build();
  private static final SqsClient QUEUES =
      SqsClient.builder()
          .endpointOverride(SERVER.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(CREDENTIALS)
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  @Override
  SnsClient client() {
    return CLIENT;
  }

  @Override
  SqsClient queues() {
    return QUEUES;
  }

  @BeforeEach
  void forget() {
    SERVER.service(SnsService.class).forgetPublished();
  }

  @Test
  void published_withoutSubscribers_isRecorded() {
    client()
        .publish(
            r -> r.topicArn(topic).message("m").messageAttributes(Map.of("kind", text("disk"))));
    assertThat(SERVER.service(SnsService.class).published("alerts"))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.message()).isEqualTo("m");
          assertThat(message.subject()).isNull();
          assertThat(message.attributes()).isEqualTo(Map.of("kind", "disk"));
          assertThat(message.publishedAt()).isEqualTo(START);
        });
  }

  @Test
  void published_beyondTheBound_forgetsTheOldest() {
    for (int i = 0; i < 6; i++) {
      String body = i + "x".repeat(200_000);
      client().publish(r -> r.topicArn(topic).message(body));
    }
    assertThat(SERVER.service(SnsService.class).published("alerts"))
        .hasSize(5)
        .first()
        .matches(message -> message.message().startsWith("1"));
  }

  @Test
  void publish_toAQueueThatIsGone_succeedsAsInAws() {
    client()
        .subscribe(r ->
            r.topicArn(topic).protocol("sqs").endpoint("arn:aws:sqs:us-east-1:000000000000:gone"));
    client().publish(r -> r.topicArn(topic).message("m"));
    assertThat(SERVER.service(SnsService.class).published("alerts")).hasSize(1);
  }

  @Test
  void whatIsNotSupported_isRefusedByName() {
    assertThatThrownBy(() ->
            client().subscribe(r -> r.topicArn(topic).protocol("email").endpoint("a@example.com")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("email");
    assertThatThrownBy(() -> client().publish(r -> r.phoneNumber("+15550100").message("m")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("PhoneNumber");
    assertThatThrownBy(() ->
            client()
                .subscribe(r ->
                    r.topicArn(topic)
                        .protocol("sqs")
                        .endpoint("arn:aws:sqs:us-east-1:000000000000:q")
                        .attributes(Map.of("FilterPolicy", "{\"a\":[{\"suffix\":\"x\"}]}"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("suffix");
    assertThatThrownBy(() -> client().listTagsForResource(r -> r.resourceArn(topic)))
        .hasMessageContaining("there is no such operation here");
  }

  @Test
  void fault_isRetriedByTheClient() {
    SERVER.faults(ServiceName.SNS).failRequests(1);
    client().publish(r -> r.topicArn(topic).message("m"));
    assertThat(SERVER.service(SnsService.class).published("alerts")).hasSize(1);
  }
}
