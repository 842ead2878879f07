// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of an upload that a client wants to be an object. */
final class Assembly {

  private static final int MIN_PART_BYTES = 5 << 20;

  private final Upload upload;
  private final List<StoredObject> parts = new ArrayList<>();

  private Assembly(Upload upload) {
    this.upload = upload;
  }

  static Assembly of(Upload upload, List<XmlElement> wanted) {
    if (wanted.isEmpty()) {
      throw XmlElement.malformed("there must be at least one part");
    }
    var assembly = new Assembly(upload);
    int last = 0;
    for (XmlElement element : wanted) {
      String digits = element.requiredText("PartNumber").trim();
      int number = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
      if (number <= last) {
        throw ServiceError.badRequest("InvalidPartOrder", "part numbers must be ascending, from 1");
      }
      last = number;
      assembly.parts.add(part(upload, number, element));
    }
    assembly.checkSizes();
    return assembly;
  }

  private static StoredObject part(Upload upload, int number, XmlElement wanted) {
    StoredObject part = upload.parts().get(number);
    String etag = wanted.requiredText("ETag").trim().replace("\"", "");
    if (part == null || !part.etag().equals('"' + etag + '"')) {
      throw ServiceError.badRequest(
          "InvalidPart", "part %d was not uploaded, or has another ETag", number);
    }
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String sent = wanted.text(algorithm.element());
      if (sent != null && !ObjectChecksum.of(algorithm, part.data()).value().equals(sent)) {
        throw ServiceError.badRequest("InvalidPart", "part %d has another %s", number, algorithm);
      }
    }
    return part;
  }

  private void checkSizes() {
    long total = 0;
    for (int i = 0; i < parts.size(); i++) {
      int length = parts.get(i).data().length;
      total += length;
      if (i < parts.size() - 1 && length < MIN_PART_BYTES) {
        throw ServiceError.badRequest(
            "EntityTooSmall", "all parts but the last must have at least %d bytes", MIN_PART_BYTES);
      }
    }
    if (total > Integer.MAX_VALUE - Long.BYTES) {
      throw ServiceError.badRequest("EntityTooLarge", "an object must have less than 2 GiB here");
    }
  }

  StoredObject object(ServiceRequest request, Instant now) {
    var whole = new ByteArrayOutputStream(parts.stream().mapToInt(p -> p.data().length).sum());
    var digests = new ByteArrayOutputStream();
    for (StoredObject part : parts) {
      whole.writeBytes(part.data());
      digests.writeBytes(HexFormat.of().parseHex(part.etag().replace("\"", "")));
    }
    byte[] data = whole.toByteArray();
    String md5 = StoredObject.etag(digests.toByteArray());
    String etag = md5.substring(0, md5.length() - 1) + "-" + parts.size() + '"';
    return new StoredObject(data, etag, upload.attributes(), checksum(request, data), now);
  }

  private @Nullable ObjectChecksum checksum(ServiceRequest request, byte[] data) {
    ObjectChecksum checksum = upload.algorithm() == null ? null : own(upload.algorithm(), data);
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String sent = request.header(algorithm.header());
      if (sent != null && !sent.equals(own(algorithm, data).value())) {
        throw ServiceError.badRequest(
            "BadDigest", "the %s that was sent is not the one of the whole object", algorithm);
      }
    }
    return checksum;
  }

  private ObjectChecksum own(ChecksumAlgorithm algorithm, byte[] data) {
    return upload.hasFullObjectChecksum() || algorithm.isOfFullObjectByDefault()
        ? ObjectChecksum.of(algorithm, data)
        : ObjectChecksum.composite(algorithm, parts.stream().map(StoredObject::data).toList());
  }
}
