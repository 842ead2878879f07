// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.KinesisLocal;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;

class FirehoseTest {

  private static final String STREAM = "archive";
  private static final int MAX_RECORD_BYTES = 1000 << 10;

  private final KinesisLocal server = KinesisLocal.builder().maxStoredBytes(5 << 20).start();
  private final FirehoseClient client =
      FirehoseClient.builder()
          .endpointOverride(server.endpoint())
          .region(Region.of(server.region()))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
          .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();

  FirehoseTest() {
    server.service(FirehoseService.class).createDeliveryStream(STREAM);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void deliveryStream_fromCreationToDeletion() {
    client.createDeliveryStream(r -> r.deliveryStreamName("other"));
    assertThatThrownBy(() -> client.createDeliveryStream(r -> r.deliveryStreamName("other")))
        .isInstanceOf(ResourceInUseException.class);
    var described =
        client
            .describeDeliveryStream(r -> r.deliveryStreamName("other"))
            .deliveryStreamDescription();
    assertThat(described.deliveryStreamStatus()).isEqualTo(DeliveryStreamStatus.ACTIVE);
    assertThat(described.deliveryStreamARN()).endsWith(":deliverystream/other");
    var page = client.listDeliveryStreams(r -> r.limit(1));
    assertThat(page.deliveryStreamNames()).containsExactly(STREAM);
    assertThat(page.hasMoreDeliveryStreams()).isTrue();
    assertThat(
            client
                .listDeliveryStreams(r -> r.exclusiveStartDeliveryStreamName(STREAM))
                .deliveryStreamNames())
        .containsExactly("other");
    client.deleteDeliveryStream(r -> r.deliveryStreamName("other"));
    assertThatThrownBy(() -> client.describeDeliveryStream(r -> r.deliveryStreamName("other")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void putRecord_recordsTheData() {
    var put = client.putRecord(r -> r.deliveryStreamName(STREAM).record(record("1 book")));
    List<DeliveredRecord> records = server.service(FirehoseService.class).records(STREAM);
    assertThat(records).hasSize(1);
    assertThat(records.get(0).data()).asString().isEqualTo("1 book");
    assertThat(records.get(0).recordId()).isEqualTo(put.recordId());
    client.deleteDeliveryStream(r -> r.deliveryStreamName(STREAM));
    assertThat(server.service(FirehoseService.class).records(STREAM)).isEmpty();
  }

  @Test
  void putRecordBatch_withEveryThirdFailing_saysWhichAndKeepsTheRest() {
    server.service(FirehoseService.class).failEveryNthRecord(3);
    var records = IntStream.range(0, 10).mapToObj(i -> record("r" + i)).toList();
    var put = client.putRecordBatch(r -> r.deliveryStreamName(STREAM).records(records));
    assertThat(put.failedPutCount()).isEqualTo(3);
    for (int i = 0; i < 10; i++) {
      var response = put.requestResponses().get(i);
      assertThat(response.errorCode()).isEqualTo(i % 3 == 2 ? "ServiceUnavailableException" : null);
      assertThat(response.recordId() == null).isEqualTo(i % 3 == 2);
    }
    assertThat(server.service(FirehoseService.class).records(STREAM))
        .extracting(r -> new String(r.data(), java.nio.charset.StandardCharsets.UTF_8))
        .containsExactly("r0", "r1", "r3", "r4", "r6", "r7", "r9");
    server.service(FirehoseService.class).failEveryNthRecord(0);
    assertThat(
            client
                .putRecordBatch(r -> r.deliveryStreamName(STREAM).records(records))
                .failedPutCount())
        .isZero();
  }

  @Test
  void limits_areKept() {
    var full = record(new byte[MAX_RECORD_BYTES]);
    client.putRecordBatch(r -> r.deliveryStreamName(STREAM).records(full, full, full, full));
    assertInvalid(Collections.nCopies(5, full));
    assertInvalid(List.of());
    assertInvalid(Collections.nCopies(501, record("1")));
    assertInvalid(List.of(record("1"), record(new byte[0])));
    assertInvalid(List.of(record(new byte[MAX_RECORD_BYTES + 1])));
    assertThat(server.service(FirehoseService.class).records(STREAM)).hasSize(4);
    client.putRecordBatch(
        r -> r.deliveryStreamName(STREAM).records(Collections.nCopies(500, record("1"))));
  }

  @Test
  void recorder_thatIsFull_dropsTheOldest() {
    var full = record(new byte[MAX_RECORD_BYTES]);
    for (int i = 0; i < 8; i++) {
      client.putRecord(r -> r.deliveryStreamName(STREAM).record(full));
    }
    client.putRecord(r -> r.deliveryStreamName(STREAM).record(record("last")));
    assertThat(server.service(FirehoseService.class).records(STREAM)).hasSize(6);
  }

  @Test
  void whatIsNotSupported_isRefusedByName() {
    assertThatThrownBy(() ->
            client.createDeliveryStream(r ->
                r.deliveryStreamName("s3").extendedS3DestinationConfiguration(s -> s.prefix("p"))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ExtendedS3DestinationConfiguration");
    assertThatThrownBy(() -> client.listTagsForDeliveryStream(r -> r.deliveryStreamName(STREAM)))
        .isInstanceOf(FirehoseException.class)
        .hasMessageContaining("PutRecordBatch");
    assertThatThrownBy(
            () -> client.putRecord(r -> r.deliveryStreamName("none").record(record("1"))))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private void assertInvalid(List<Record> records) {
    assertThatThrownBy(
            () -> client.putRecordBatch(r -> r.deliveryStreamName(STREAM).records(records)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  private static Record record(String data) {
    return Record.builder().data(SdkBytes.fromUtf8String(data)).build();
  }

  private static Record record(byte[] data) {
    return Record.builder().data(SdkBytes.fromByteArray(data)).build();
  }
}
