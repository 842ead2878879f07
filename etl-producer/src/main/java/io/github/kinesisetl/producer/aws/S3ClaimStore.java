// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Keeps large events in Amazon S3, each under its digest, so that an event that is stored twice is
 * one object; needs {@code software.amazon.awssdk:s3} on the class path. Nothing deletes objects:
 * give the prefix a lifecycle rule that expires them later than the stream does its records. Safe
 * for use by many threads.
 */
public final class S3ClaimStore implements ClaimStore {

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * A store.
   *
   * @param client the client; whoever made it closes it
   * @param bucket the bucket
   * @param prefix what all keys begin with, such as {@code claims/}; claims to anything else are
   *     refused
   */
  public S3ClaimStore(S3Client client, String bucket, String prefix) {
    this.client = requireNonNull(client, "client");
    this.bucket = requireNonNull(bucket, "bucket");
    this.prefix = requireNonNull(prefix, "prefix");
  }

  @Override
  public String store(byte[] data) {
    String key = prefix + ClaimCheck.to("", data).sha256();
    try {
      client.putObject(
          PutObjectRequest.builder().bucket(bucket).key(key).build(), RequestBody.fromBytes(data));
      return uri(key);
    } catch (SdkException e) {
      throw new ClaimStoreException(
          "cannot store an event of %d bytes in %s: %s"
              .formatted(data.length, uri(prefix), e.getMessage()),
          e);
    }
  }

  @Override
  public byte[] fetch(ClaimCheck claim) throws MalformedFrameException {
    if (!claim.uri().startsWith(uri(prefix))) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "a claim check points elsewhere than to " + uri(prefix));
    }
    String key = claim.uri().substring(uri("").length());
    var request = GetObjectRequest.builder().bucket(bucket).key(key).build();
    try (ResponseInputStream<GetObjectResponse> object = client.getObject(request)) {
      return object.readNBytes(claim.sizeBytes());
    } catch (NoSuchKeyException e) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "the object of a claim check is gone from " + uri(prefix), e);
    } catch (SdkException | IOException e) {
      throw new ClaimStoreException(
          "cannot fetch an event of %d bytes from %s: %s"
              .formatted(claim.sizeBytes(), uri(prefix), e.getMessage()),
          e);
    }
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
