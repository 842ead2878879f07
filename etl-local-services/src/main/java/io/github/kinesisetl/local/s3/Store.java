// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.service.ServiceError;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All buckets. Reads need no lock; writes take the store's, for a few steps at a time. It refuses
 * what would exceed its bound.
 */
final class Store {

  private static final int MAX_BUCKETS = 10_000;
  private static final int MAX_KEY_BYTES = 1024;
  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private final long maxBytes;
  private final NavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();
  private long usedBytes;

  Store(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  Map<String, Bucket> buckets() {
    return buckets;
  }

  Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw ServiceError.of(404, "NoSuchBucket", "the bucket does not exist; create it first");
    }
    return bucket;
  }

  StoredObject object(String bucket, String key) {
    StoredObject object = bucket(bucket).objects().get(key);
    if (object == null) {
      throw noSuchKey();
    }
    return object;
  }

  Upload upload(String bucket, String key, String id) {
    Upload upload = bucket(bucket).uploads().get(id);
    if (upload == null || !upload.key().equals(key)) {
      throw ServiceError.of(
          404, "NoSuchUpload", "there is no such upload under this key; it may be over");
    }
    return upload;
  }

  static ServiceError noSuchKey() {
    return ServiceError.of(404, "NoSuchKey", "there is no object with this key");
  }

  synchronized void createBucket(String name, Bucket bucket) {
    if (!BUCKET_NAME.matcher(name).matches()
        || name.contains("..")
        || IP_ADDRESS.matcher(name).matches()) {
      throw ServiceError.badRequest(
          "InvalidBucketName",
          "a bucket's name must have 3 to 63 lower-case letters, digits, dots and hyphens, begin"
              + " and end with a letter or digit, and be no IP address");
    }
    if (buckets.size() >= MAX_BUCKETS) {
      throw ServiceError.badRequest(
          "TooManyBuckets", "there must be at most %d buckets", MAX_BUCKETS);
    }
    if (buckets.putIfAbsent(name, bucket) != null) {
      throw ServiceError.of(409, "BucketAlreadyOwnedByYou", "the bucket exists already");
    }
  }

  synchronized void deleteBucket(String name) {
    Bucket bucket = bucket(name);
    if (!bucket.objects().isEmpty()) {
      throw ServiceError.of(409, "BucketNotEmpty", "delete the bucket's objects first");
    }
    bucket.uploads().values().forEach(upload -> usedBytes -= upload.cost());
    buckets.remove(name);
  }

  synchronized void put(String bucket, String key, StoredObject object, Conditions conditions) {
    NavigableMap<String, StoredObject> objects = bucket(bucket).objects();
    StoredObject there = objects.get(key);
    conditions.checkWrite(there);
    checkKey(key);
    take(object.cost(key) - (there == null ? 0 : there.cost(key)));
    objects.put(key, object);
  }

  synchronized void delete(String bucket, String key) {
    StoredObject gone = bucket(bucket).objects().remove(key);
    if (gone != null) {
      usedBytes -= gone.cost(key);
    }
  }

  synchronized String start(String bucket, Upload upload) {
    Map<String, Upload> uploads = bucket(bucket).uploads();
    checkKey(upload.key());
    take(upload.cost());
    String id = UUID.randomUUID().toString();
    uploads.put(id, upload);
    return id;
  }

  /** Keeps a part, unless the upload has ended meanwhile. */
  synchronized void putPart(Address address, String id, int number, StoredObject part) {
    Upload upload = upload(address.bucket(), address.key(), id);
    @Nullable StoredObject there = upload.parts().get(number);
    take(part.cost("") - (there == null ? 0 : there.cost("")));
    upload.parts().put(number, part);
  }

  /** Puts an object in the place of its parts. */
  synchronized void complete(
      Address address, String id, StoredObject object, Conditions conditions) {
    long cost = upload(address.bucket(), address.key(), id).cost();
    usedBytes -= cost;
    try {
      put(address.bucket(), address.key(), object, conditions);
    } catch (ServiceError e) {
      usedBytes += cost;
      throw e;
    }
    bucket(address.bucket()).uploads().remove(id);
  }

  synchronized void abort(Address address, String id) {
    usedBytes -= upload(address.bucket(), address.key(), id).cost();
    bucket(address.bucket()).uploads().remove(id);
  }

  private static void checkKey(String key) {
    if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
      throw ServiceError.badRequest(
          "KeyTooLongError", "a key must have at most %d bytes in UTF-8", MAX_KEY_BYTES);
    }
  }

  private void take(long bytes) {
    if (bytes > 0 && usedBytes + bytes > maxBytes) {
      throw ServiceError.badRequest(
          "EntityTooLarge",
          "this server keeps at most %d bytes and has no room left; delete objects or raise"
              + " maxStoredBytes",
          maxBytes);
    }
    usedBytes += bytes;
  }
}
