// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.AttributeMap;

/** Clients that trust any certificate and do not retry. */
final class Clients {

  private static final AttributeMap TRUST_ALL =
      AttributeMap.builder().put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true).build();

  private Clients() {}

  static S3Client s3(URI endpoint) {
    return s3(endpoint, DefaultRetryStrategy.doNotRetry());
  }

  static S3Client s3(URI endpoint, RetryStrategy retries) {
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.builder().buildWithDefaults(TRUST_ALL))
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
        .overrideConfiguration(c -> c.retryStrategy(retries))
        .build();
  }

  /** Deletes all buckets with all that is in them. */
  static void deleteBuckets(S3Client client) {
    for (var bucket : client.listBuckets().buckets()) {
      client
          .listObjectsV2Paginator(r -> r.bucket(bucket.name()))
          .contents()
          .forEach(o -> client.deleteObject(r -> r.bucket(bucket.name()).key(o.key())));
      client.deleteBucket(r -> r.bucket(bucket.name()));
    }
  }
}
