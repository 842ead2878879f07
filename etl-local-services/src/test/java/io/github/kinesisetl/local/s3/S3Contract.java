// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a client may expect of any S3: buckets, objects and listings. */
abstract class S3Contract {

  static final String BUCKET = "orders-archive";

  /** A client of a server in which nobody else keeps a bucket. */
  abstract S3Client client();

  @BeforeEach
  void createBucket() {
    Clients.deleteBuckets(client());
    client().createBucket(r -> r.bucket(BUCKET));
  }

  @Test
  void buckets_fromCreationToDeletion() {
    assertThat(client().listBuckets().buckets()).extracting("name").containsExactly(BUCKET);
    client().headBucket(r -> r.bucket(BUCKET));
    client().getBucketLocation(r -> r.bucket(BUCKET));
    assertThatThrownBy(() -> client().createBucket(r -> r.bucket(BUCKET)))
        .isInstanceOf(BucketAlreadyOwnedByYouException.class);
    put("a", "1");
    assertError(409, "BucketNotEmpty", () -> client().deleteBucket(r -> r.bucket(BUCKET)));
    client().deleteObject(r -> r.bucket(BUCKET).key("a"));
    client().deleteBucket(r -> r.bucket(BUCKET));
    assertThatThrownBy(() -> client().headBucket(r -> r.bucket(BUCKET)))
        .isInstanceOf(NoSuchBucketException.class);
    assertThatThrownBy(() -> put("a", "1")).isInstanceOf(NoSuchBucketException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "year=2026/month=11/part-0.gz",
        "a b+c%20d%",
        "größe/日本/🚀",
        "/leading",
        "double//slash",
        "trailing/",
        "q?x=1&y#z",
        "a\"<'>&;,:@$!*()~",
        "../up/./here"
      })
  void object_withAnyKey_roundTrips(String key) {
    put(key, "content of it");
    assertThat(get(key)).isEqualTo("content of it");
    assertThat(keys("")).containsExactly(key);
    client()
        .deleteObjects(r ->
            r.bucket(BUCKET).delete(d -> d.objects(ObjectIdentifier.builder().key(key).build())));
    assertThat(keys("")).isEmpty();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 1000, 131_072, 3_000_001})
  void object_ofAnySize_roundTrips(int size) {
    var data = new byte[size];
    new Random(size).nextBytes(data);
    client().putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromBytes(data));
    var object = client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k"));
    assertThat(object.asByteArray()).isEqualTo(data);
    assertThat(object.response().eTag()).matches("\"[0-9a-f]{32}\"");
    var head = client().headObject(r -> r.bucket(BUCKET).key("k"));
    assertThat(head.contentLength()).isEqualTo(size);
    assertThat(head.eTag()).isEqualTo(object.response().eTag());
  }

  @Test
  void object_keepsItsHeaders() {
    client()
        .putObject(
            r ->
                r.bucket(BUCKET)
                    .key("k")
                    .contentType("application/json")
                    .contentEncoding("gzip")
                    .contentLanguage("de")
                    .cacheControl("no-store")
                    .contentDisposition("attachment")
                    .metadata(Map.of("shard", "7")),
            RequestBody.fromString("{}"));
    GetObjectResponse got = client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).response();
    assertThat(got.contentType()).isEqualTo("application/json");
    assertThat(got.contentEncoding()).isEqualTo("gzip");
    assertThat(got.contentLanguage()).isEqualTo("de");
    assertThat(got.cacheControl()).isEqualTo("no-store");
    assertThat(got.contentDisposition()).isEqualTo("attachment");
    assertThat(got.metadata()).isEqualTo(Map.of("shard", "7"));
    assertThat(got.lastModified()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "CRC32, y/Q5Jg==", "CRC32_C, 4waSgw==",
    "SHA1, 98O8HYCOBHMq32eZZczDTKeuNEE=", "SHA256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
  })
  void object_withAChecksum_returnsIt(ChecksumAlgorithm algorithm, String expected) {
    client()
        .putObject(
            r -> r.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
            RequestBody.fromString("123456789"));
    var head =
        client().headObject(r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.toString()).contains(expected);
    assertThat(get("k")).isEqualTo("123456789");
  }

  @Test
  void put_withAWrongChecksum_isRefusedAndStoresNothing() {
    assertError(
        400,
        "BadDigest",
        () ->
            client()
                .putObject(
                    r -> r.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="),
                    RequestBody.fromString("1")));
    assertError(
        400,
        "BadDigest",
        () ->
            client()
                .putObject(
                    r -> r.bucket(BUCKET).key("k").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="),
                    RequestBody.fromString("1")));
    assertThat(keys("")).isEmpty();
  }

  @Test
  void put_ifNoneMatch_neverOverwrites() {
    client()
        .putObject(r -> r.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("1"));
    assertError(
        412,
        "PreconditionFailed",
        () ->
            client()
                .putObject(
                    r -> r.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("2")));
    assertThat(get("k")).isEqualTo("1");
  }

  @Test
  void get_withARange_returnsThatPiece() {
    put("k", "0123456789");
    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=-2")).isEqualTo("89");
    assertThat(range("bytes=8-100")).isEqualTo("89");
    assertError(416, "InvalidRange", () -> range("bytes=10-11"));
    var response =
        client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range("bytes=0-0")).response();
    assertThat(response.contentRange()).isEqualTo("bytes 0-0/10");
    assertThat(response.sdkHttpResponse().statusCode()).isEqualTo(206);
  }

  @Test
  void get_withConditions_obeysThem() {
    put("k", "1");
    String etag = client().headObject(r -> r.bucket(BUCKET).key("k")).eTag();
    client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch(etag));
    assertThatThrownBy(
            () -> client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifNoneMatch(etag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    assertError(
        412,
        "PreconditionFailed",
        () -> client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch("\"0\"")));
  }

  @Test
  void missingObject_isNoSuchKey() {
    assertThatThrownBy(() -> get("k")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> client().headObject(r -> r.bucket(BUCKET).key("k")))
        .isInstanceOf(NoSuchKeyException.class);
    client().deleteObject(r -> r.bucket(BUCKET).key("k"));
  }

  @Test
  void copy_keepsOrReplacesMetadata() {
    client()
        .putObject(
            r -> r.bucket(BUCKET).key("a +b").metadata(Map.of("m", "1")),
            RequestBody.fromString("x"));
    client()
        .copyObject(r ->
            r.sourceBucket(BUCKET).sourceKey("a +b").destinationBucket(BUCKET).destinationKey("c"));
    assertThat(client().headObject(r -> r.bucket(BUCKET).key("c")).metadata())
        .isEqualTo(Map.of("m", "1"));
    client()
        .copyObject(r ->
            r.sourceBucket(BUCKET)
                .sourceKey("c")
                .destinationBucket(BUCKET)
                .destinationKey("c")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("m", "2")));
    assertThat(client().headObject(r -> r.bucket(BUCKET).key("c")).metadata())
        .isEqualTo(Map.of("m", "2"));
    assertThat(get("c")).isEqualTo("x");
    assertThatThrownBy(() ->
            client()
                .copyObject(r ->
                    r.sourceBucket(BUCKET)
                        .sourceKey("none")
                        .destinationBucket(BUCKET)
                        .destinationKey("d")))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void list_withDelimiter_groups() {
    for (String key : List.of("a", "b/1", "b/2", "b/c/3", "d/4", "e")) {
      put(key, "1");
    }
    var top = client().listObjectsV2(r -> r.bucket(BUCKET).delimiter("/"));
    assertThat(top.contents()).extracting(S3Object::key).containsExactly("a", "e");
    assertThat(top.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/", "d/");
    var below = client().listObjectsV2(r -> r.bucket(BUCKET).delimiter("/").prefix("b/"));
    assertThat(below.contents()).extracting(S3Object::key).containsExactly("b/1", "b/2");
    assertThat(below.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/c/");
    assertThat(keys("b")).containsExactly("b/1", "b/2", "b/c/3");
    assertThat(client().listObjectsV2(r -> r.bucket(BUCKET).startAfter("b/2")).contents())
        .extracting(S3Object::key)
        .containsExactly("b/c/3", "d/4", "e");
  }

  @Test
  void list_inPages_returnsAllOnceInOrder() {
    for (String key : List.of("a", "b/1", "b/2", "b/3", "c ü", "d/1", "e")) {
      put(key, "1");
    }
    List<String> all = new ArrayList<>();
    for (var page :
        client().listObjectsV2Paginator(r -> r.bucket(BUCKET).delimiter("/").maxKeys(1))) {
      assertThat(page.keyCount()).isEqualTo(1);
      page.contents().forEach(o -> all.add(o.key()));
      page.commonPrefixes().forEach(p -> all.add(p.prefix()));
    }
    assertThat(all).containsExactly("a", "b/", "c ü", "d/", "e");
    assertThat(
            client().listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(2)).contents().stream())
        .hasSize(7);
  }

  @Test
  void deleteObjects_deletesWhatIsThere() {
    put("a", "1");
    put("b", "1");
    var identifiers =
        List.of("a", "none").stream().map(k -> ObjectIdentifier.builder().key(k).build()).toList();
    var deleted = client().deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(identifiers)));
    assertThat(deleted.deleted()).extracting("key").containsExactlyInAnyOrder("a", "none");
    assertThat(keys("")).containsExactly("b");
  }

  static void assertError(int status, String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  final void put(String key, String content) {
    client().putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
  }

  final String get(String key) {
    return client().getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  private String range(String range) {
    return client().getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(range)).asUtf8String();
  }

  private List<String> keys(String prefix) {
    return client().listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
