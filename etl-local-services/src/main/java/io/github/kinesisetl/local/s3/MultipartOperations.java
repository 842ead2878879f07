// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Multipart uploads. */
final class MultipartOperations {

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int MAX_PARTS = 10_000;
  private static final int PAGE = 1000;

  private final Store store;
  private final InstantSource clock;

  MultipartOperations(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  ServiceResponse create(ServiceRequest request, Address address) {
    String algorithmName = request.header("x-amz-checksum-algorithm");
    ChecksumAlgorithm algorithm =
        algorithmName == null ? null : ChecksumAlgorithm.of(algorithmName);
    String type = request.header("x-amz-checksum-type");
    var upload =
        new Upload(address.key(), Attributes.of(request), algorithm, isFull(algorithm, type));
    String id = store.start(address.bucket(), upload);
    ServiceResponse response =
        Xml.answer("InitiateMultipartUploadResult")
            .leaf("Bucket", address.bucket())
            .leaf("Key", address.key())
            .leaf("UploadId", id)
            .close("InitiateMultipartUploadResult")
            .response();
    response = upload.attributes().addEncryptionTo(response);
    return algorithm == null
        ? response
        : response.with("x-amz-checksum-algorithm", algorithm.name());
  }

  private static boolean isFull(@Nullable ChecksumAlgorithm algorithm, @Nullable String type) {
    boolean full = algorithm != null && algorithm.isOfFullObjectByDefault();
    if (type == null) {
      return full;
    }
    boolean wantsFull = type.equals("FULL_OBJECT");
    boolean possible = algorithm != null && (wantsFull ? algorithm.isCrc() : !full);
    if (!type.matches("FULL_OBJECT|COMPOSITE") || !possible) {
      throw ServiceError.badRequest(
          "InvalidRequest",
          "x-amz-checksum-type must be FULL_OBJECT with a CRC or COMPOSITE with any but CRC64NVME");
    }
    return wantsFull;
  }

  ServiceResponse uploadPart(ServiceRequest request, Address address) {
    if (request.header("x-amz-copy-source") != null) {
      throw ServiceError.of(501, "NotImplemented", "UploadPartCopy is not supported here");
    }
    String id = address.parameter("uploadId", "");
    Upload upload = store.upload(address.bucket(), address.key(), id);
    int number = address.number("partNumber", 0, MAX_PARTS);
    if (number < 1 || number > MAX_PARTS) {
      throw ServiceError.badRequest("InvalidArgument", "partNumber must be 1 to %d", MAX_PARTS);
    }
    Payload payload = Payload.of(request);
    ObjectChecksum checksum = payload.checksum();
    if (checksum != null
        && upload.algorithm() != null
        && checksum.algorithm() != upload.algorithm()) {
      throw ServiceError.badRequest(
          "InvalidRequest", "this upload's parts must be summed with %s", upload.algorithm());
    }
    String etag = StoredObject.etag(payload.data());
    var part =
        new StoredObject(payload.data(), etag, upload.attributes(), checksum, clock.instant());
    store.putPart(address, id, number, part);
    ServiceResponse response = ServiceResponse.empty(OK).with("ETag", etag);
    return checksum == null
        ? response
        : response.with(checksum.algorithm().header(), checksum.value());
  }

  ServiceResponse complete(ServiceRequest request, Address address) {
    String id = address.parameter("uploadId", "");
    Upload upload = store.upload(address.bucket(), address.key(), id);
    XmlElement body = XmlElement.parse(request.body(), "CompleteMultipartUpload").knowing("Part");
    StoredObject object = Assembly.of(upload, body.all("Part")).object(request, clock.instant());
    store.complete(address, id, object, new Conditions(request));
    Xml xml = Xml.answer("CompleteMultipartUploadResult");
    xml.leaf("Location", request.path())
        .leaf("Bucket", address.bucket())
        .leaf("Key", address.key())
        .leaf("ETag", object.etag());
    if (object.checksum() != null) {
      object.checksum().addTo(xml);
      xml.leaf("ChecksumType", object.checksum().type());
    }
    return upload
        .attributes()
        .addEncryptionTo(xml.close("CompleteMultipartUploadResult").response());
  }

  ServiceResponse abort(ServiceRequest request, Address address) {
    store.abort(address, address.parameter("uploadId", ""));
    return ServiceResponse.empty(NO_CONTENT);
  }

  ServiceResponse listParts(ServiceRequest request, Address address) {
    String id = address.parameter("uploadId", "");
    Upload upload = store.upload(address.bucket(), address.key(), id);
    int marker = address.number("part-number-marker", 0, MAX_PARTS);
    int max = Math.min(PAGE, address.number("max-parts", PAGE, PAGE));
    Map<Integer, StoredObject> rest = upload.parts().tailMap(marker, false);
    Xml xml = Xml.answer("ListPartsResult");
    xml.leaf("Bucket", address.bucket()).leaf("Key", address.key()).leaf("UploadId", id);
    int count = 0;
    int last = marker;
    for (Map.Entry<Integer, StoredObject> part : rest.entrySet()) {
      if (count++ == max) {
        break;
      }
      last = part.getKey();
      addPart(xml, last, part.getValue());
    }
    return xml.leaf("PartNumberMarker", marker)
        .leaf("NextPartNumberMarker", last)
        .leaf("MaxParts", max)
        .leaf("IsTruncated", count > max)
        .leaf("StorageClass", "STANDARD")
        .close("ListPartsResult")
        .response();
  }

  private static void addPart(Xml xml, int number, StoredObject part) {
    xml.open("Part")
        .leaf("PartNumber", number)
        .leaf("LastModified", part.lastModified())
        .leaf("ETag", part.etag())
        .leaf("Size", part.data().length);
    if (part.checksum() != null) {
      part.checksum().addTo(xml);
    }
    xml.close("Part");
  }
}
