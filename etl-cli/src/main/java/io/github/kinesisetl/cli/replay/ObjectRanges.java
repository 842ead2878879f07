// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import java.io.InputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object's bytes, fetched range by range, so that no connection stays open while letters are
 * put. All ranges are of one version: one that was changed meanwhile is not read on. Not safe for
 * use by many threads.
 */
final class ObjectRanges extends InputStream {

  private static final int RANGE_BYTES = 8 << 20;

  private final S3Client client;
  private final String bucket;
  private final S3Object object;
  private byte[] range = {};
  private int at;
  private long fetched;

  ObjectRanges(S3Client client, String bucket, S3Object object) {
    this.client = client;
    this.bucket = bucket;
    this.object = object;
  }

  @Override
  public int read() {
    return isAtEnd() ? -1 : range[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, range.length - at);
    System.arraycopy(range, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    int behind = fetched < object.size() ? 1 : 0; // else gzip takes a member's end for the end
    return range.length - at + behind;
  }

  private boolean isAtEnd() {
    if (at == range.length && fetched < object.size()) {
      fetch();
    }
    return at == range.length;
  }

  private void fetch() {
    long last = Math.min(object.size(), fetched + RANGE_BYTES) - 1;
    range =
        client
            .getObjectAsBytes(r ->
                r.bucket(bucket)
                    .key(object.key())
                    .ifMatch(object.eTag())
                    .range("bytes=" + fetched + "-" + last))
            .asByteArrayUnsafe();
    at = 0;
    fetched += range.length;
  }
}
