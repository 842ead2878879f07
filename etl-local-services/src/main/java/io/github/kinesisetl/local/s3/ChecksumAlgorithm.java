// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that this server computes; S3's own names. */
enum ChecksumAlgorithm {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256;

  static ChecksumAlgorithm of(String name) {
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    throw ServiceError.badRequest(
        "InvalidRequest", "the checksum algorithm must be one of %s", Arrays.toString(values()));
  }

  String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  String element() {
    return "Checksum" + name();
  }

  /** Whether a multipart object has the checksum of its bytes, unless the client says otherwise. */
  boolean isOfFullObjectByDefault() {
    return this == CRC64NVME;
  }

  boolean isCrc() {
    return this == CRC32 || this == CRC32C || this == CRC64NVME;
  }

  byte[] digest(byte[] data) {
    return switch (this) {
      case CRC32 -> bytes(new CRC32(), data, Integer.BYTES);
      case CRC32C -> bytes(new CRC32C(), data, Integer.BYTES);
      case CRC64NVME -> bytes(new Crc64Nvme(), data, Long.BYTES);
      case SHA1 -> digest("SHA-1", data);
      case SHA256 -> digest("SHA-256", data);
    };
  }

  static byte[] digest(String name, byte[] data) {
    try {
      return MessageDigest.getInstance(name).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(name + " must be in every JDK", e);
    }
  }

  private static byte[] bytes(Checksum checksum, byte[] data, int length) {
    checksum.update(data, 0, data.length);
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
    return Arrays.copyOfRange(all, Long.BYTES - length, Long.BYTES);
  }
}
