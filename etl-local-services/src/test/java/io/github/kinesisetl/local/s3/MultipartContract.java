// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static io.github.kinesisetl.local.s3.S3Contract.BUCKET;
import static io.github.kinesisetl.local.s3.S3Contract.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** What a client may expect of any S3: uploads in parts. */
abstract class MultipartContract {

  private static final int PART_BYTES = 5 << 20;
  private static final String KEY = "big/one";

  /** A client of a server in which nobody else keeps a bucket. */
  abstract S3Client client();

  @BeforeEach
  void createBucket() {
    Clients.deleteBuckets(client());
    client().createBucket(r -> r.bucket(BUCKET));
  }

  @Test
  void complete_joinsThePartsInOrder() {
    String id = start();
    byte[] first = bytes(1, PART_BYTES);
    byte[] second = bytes(2, 12_345);
    CompletedPart two = upload(id, 2, second);
    CompletedPart one = upload(id, 1, first);
    assertThatThrownBy(() -> client().headObject(r -> r.bucket(BUCKET).key(KEY)))
        .isInstanceOf(NoSuchKeyException.class);
    String etag = complete(id, one, two);
    assertThat(etag).matches("\"[0-9a-f]{32}-2\"");
    var got = client().getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY));
    assertThat(got.asByteArray()).startsWith(first).endsWith(second).hasSize(PART_BYTES + 12_345);
    assertThat(got.response().eTag()).isEqualTo(etag);
    assertThat(got.response().metadata()).isEqualTo(Map.of("from", "test"));
  }

  @Test
  void listParts_returnsWhatWasUploaded() {
    String id = start();
    for (int number : List.of(3, 1, 7)) {
      upload(id, number, bytes(number, 100 + number));
    }
    var parts =
        client().listPartsPaginator(r -> r.bucket(BUCKET).key(KEY).uploadId(id).maxParts(2));
    assertThat(parts.parts()).extracting("partNumber").containsExactly(1, 3, 7);
    assertThat(parts.parts()).extracting("size").containsExactly(101L, 103L, 107L);
  }

  @Test
  void part_uploadedAgain_replacesTheFirst() {
    String id = start();
    upload(id, 1, bytes(1, 10));
    complete(id, upload(id, 1, bytes(2, 20)));
    assertThat(client().getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).asByteArray())
        .isEqualTo(bytes(2, 20));
  }

  @Test
  void complete_withASmallPartThatIsNotTheLast_isRefused() {
    String id = start();
    CompletedPart one = upload(id, 1, bytes(1, PART_BYTES - 1));
    CompletedPart two = upload(id, 2, bytes(2, 1));
    assertError(400, "EntityTooSmall", () -> complete(id, one, two));
  }

  @Test
  void complete_withWrongParts_isRefused() {
    String id = start();
    CompletedPart one = upload(id, 1, bytes(1, PART_BYTES));
    CompletedPart two = upload(id, 2, bytes(2, PART_BYTES));
    assertError(400, "InvalidPartOrder", () -> complete(id, two, one));
    assertError(400, "InvalidPart", () -> complete(id, one, two.toBuilder().eTag("\"0\"").build()));
    assertError(400, "InvalidPart", () -> complete(id, one, two.toBuilder().partNumber(3).build()));
    complete(id, one, two);
  }

  @Test
  void abort_forgetsTheUpload() {
    String id = start();
    upload(id, 1, bytes(1, 10));
    client().abortMultipartUpload(r -> r.bucket(BUCKET).key(KEY).uploadId(id));
    assertThatThrownBy(() -> upload(id, 2, bytes(2, 10))).isInstanceOf(NoSuchUploadException.class);
  }

  @Test
  void complete_ofACompositeChecksum_returnsIt() {
    String id =
        client()
            .createMultipartUpload(
                r -> r.bucket(BUCKET).key(KEY).checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      int partNumber = number;
      var sent =
          client()
              .uploadPart(
                  r ->
                      r.bucket(BUCKET)
                          .key(KEY)
                          .uploadId(id)
                          .partNumber(partNumber)
                          .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                  RequestBody.fromBytes(bytes(number, PART_BYTES)));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(sent.eTag())
              .checksumSHA256(sent.checksumSHA256())
              .build());
    }
    complete(id, parts.toArray(CompletedPart[]::new));
    var head =
        client().headObject(r -> r.bucket(BUCKET).key(KEY).checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumSHA256()).endsWith("-2");
    assertThat(client().getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).asByteArray())
        .hasSize(2 * PART_BYTES);
  }

  private String start() {
    return client()
        .createMultipartUpload(r -> r.bucket(BUCKET).key(KEY).metadata(Map.of("from", "test")))
        .uploadId();
  }

  private CompletedPart upload(String id, int number, byte[] data) {
    var sent =
        client()
            .uploadPart(
                r -> r.bucket(BUCKET).key(KEY).uploadId(id).partNumber(number),
                RequestBody.fromBytes(data));
    return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
  }

  private String complete(String id, CompletedPart... parts) {
    return client()
        .completeMultipartUpload(
            r -> r.bucket(BUCKET).key(KEY).uploadId(id).multipartUpload(m -> m.parts(parts)))
        .eTag();
  }

  private static byte[] bytes(long seed, int size) {
    var data = new byte[size];
    new Random(seed).nextBytes(data);
    return data;
  }
}
