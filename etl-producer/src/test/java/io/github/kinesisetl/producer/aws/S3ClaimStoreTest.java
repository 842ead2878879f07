// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.local.KinesisLocal;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

class S3ClaimStoreTest {

  private static KinesisLocal local;
  private static S3Client client;
  private static S3ClaimStore store;

  @BeforeAll
  static void start() {
    local = KinesisLocal.start();
    client =
        S3Client.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(local.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
            .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
    client.createBucket(r -> r.bucket("events"));
    store = new S3ClaimStore(client, "events", "claims/");
  }

  @AfterAll
  static void stop() {
    client.close();
    local.close();
  }

  @Test
  void fetch_ofWhatWasStored_givesItBack() throws MalformedFrameException {
    byte[] data = new byte[3 << 20];
    new Random(1).nextBytes(data);
    ClaimCheck claim = ClaimCheck.to(store.store(data), data);
    assertThat(claim.uri()).startsWith("s3://events/claims/").endsWith(claim.sha256());
    assertThat(claim.fits(store.fetch(claim))).isTrue();
    assertThat(store.store(data)).isEqualTo(claim.uri());
  }

  @Test
  void fetch_goneOrElsewhere_isMalformed() {
    ClaimCheck gone = ClaimCheck.to("s3://events/claims/none", new byte[1]);
    assertThatThrownBy(() -> store.fetch(gone))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("is gone");
    ClaimCheck elsewhere = ClaimCheck.to("s3://payroll/claims/none", new byte[1]);
    assertThatThrownBy(() -> store.fetch(elsewhere))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessage("a claim check points elsewhere than to s3://events/claims/");
  }

  @Test
  void store_noSuchBucket_saysSo() {
    var missing = new S3ClaimStore(client, "missing-bucket", "");
    assertThatThrownBy(() -> missing.store(new byte[1]))
        .isInstanceOf(ClaimStoreException.class)
        .hasMessageContaining("cannot store an event of 1 bytes in s3://missing-bucket/");
    ClaimCheck claim = ClaimCheck.to("s3://missing-bucket/x", new byte[1]);
    assertThatThrownBy(() -> missing.fetch(claim)).isInstanceOf(ClaimStoreException.class);
  }
}
