// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An object with all that is kept of it. Immutable, if nobody writes to its data. */
final class StoredObject {

  /** What an object costs besides its data, its key and its headers; an estimate. */
  private static final int OVERHEAD_BYTES = 256;

  private final byte[] data;
  private final String etag;
  private final Attributes attributes;
  private final @Nullable ObjectChecksum checksum;
  private final Instant lastModified;

  StoredObject(
      byte[] data,
      String etag,
      Attributes attributes,
      @Nullable ObjectChecksum checksum,
      Instant lastModified) {
    this.data = data;
    this.etag = etag;
    this.attributes = attributes;
    this.checksum = checksum;
    this.lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
  }

  static String etag(byte[] data) {
    return '"' + HexFormat.of().formatHex(ChecksumAlgorithm.digest("MD5", data)) + '"';
  }

  /** The data itself, not a copy. */
  byte[] data() {
    return data;
  }

  /** In quotes. */
  String etag() {
    return etag;
  }

  Attributes attributes() {
    return attributes;
  }

  @Nullable ObjectChecksum checksum() {
    return checksum;
  }

  /** In whole seconds. */
  Instant lastModified() {
    return lastModified;
  }

  long cost(String key) {
    return data.length + 2L * key.length() + attributes.bytes() + OVERHEAD_BYTES;
  }
}
