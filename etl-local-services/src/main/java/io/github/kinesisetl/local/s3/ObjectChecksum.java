// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;

/**
 * A checksum that is kept with an object or a part.
 *
 * @param algorithm how it was computed
 * @param value in base64; of a composite one with a dash and the number of parts behind
 */
record ObjectChecksum(ChecksumAlgorithm algorithm, String value) {

  static ObjectChecksum of(ChecksumAlgorithm algorithm, byte[] data) {
    return new ObjectChecksum(
        algorithm, Base64.getEncoder().encodeToString(algorithm.digest(data)));
  }

  /** The checksum of the parts' checksums. */
  static ObjectChecksum composite(ChecksumAlgorithm algorithm, List<byte[]> parts) {
    var digests = new ByteArrayOutputStream();
    parts.forEach(part -> digests.writeBytes(algorithm.digest(part)));
    ObjectChecksum whole = of(algorithm, digests.toByteArray());
    return new ObjectChecksum(algorithm, whole.value + "-" + parts.size());
  }

  /** Computes what a client has sent, and compares. */
  static ObjectChecksum verified(ChecksumAlgorithm algorithm, String sent, byte[] data) {
    ObjectChecksum checksum = of(algorithm, data);
    if (!checksum.value.equals(sent)) {
      throw ServiceError.badRequest(
          "BadDigest",
          "the %s that was sent does not match the %d bytes that arrived, whose is %s",
          algorithm,
          data.length,
          checksum.value);
    }
    return checksum;
  }

  boolean isComposite() {
    return value.indexOf('-') >= 0;
  }

  String type() {
    return isComposite() ? "COMPOSITE" : "FULL_OBJECT";
  }

  ServiceResponse addTo(ServiceResponse response) {
    return response.with(algorithm.header(), value).with("x-amz-checksum-type", type());
  }

  void addTo(Xml xml) {
    xml.leaf(algorithm.element(), value);
  }
}
