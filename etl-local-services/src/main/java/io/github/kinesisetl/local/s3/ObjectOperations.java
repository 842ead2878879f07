// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on objects, except for multipart uploads. */
final class ObjectOperations {

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int PARTIAL_CONTENT = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int MAX_DELETED_KEYS = 1000;

  private final Store store;
  private final InstantSource clock;

  ObjectOperations(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  ServiceResponse putOrCopy(ServiceRequest request, Address address) {
    String source = request.header("x-amz-copy-source");
    return source == null ? put(request, address) : copy(request, address, source);
  }

  private ServiceResponse put(ServiceRequest request, Address address) {
    store.bucket(address.bucket());
    Payload payload = Payload.of(request);
    var object =
        new StoredObject(
            payload.data(),
            StoredObject.etag(payload.data()),
            Attributes.of(request),
            payload.checksum(),
            clock.instant());
    store.put(address.bucket(), address.key(), object, new Conditions(request));
    ServiceResponse response = ServiceResponse.empty(OK).with("ETag", object.etag());
    response = object.attributes().addEncryptionTo(response);
    return payload.checksum() == null ? response : payload.checksum().addTo(response);
  }

  private ServiceResponse copy(ServiceRequest request, Address address, String header) {
    Address from = Address.ofSource(header);
    StoredObject source = store.object(from.bucket(), from.key());
    boolean replaces = replaces(request);
    boolean onto = from.bucket().equals(address.bucket()) && from.key().equals(address.key());
    if (onto && !replaces) {
      throw ServiceError.badRequest(
          "InvalidRequest", "an object can be copied onto itself only with new metadata");
    }
    var copy =
        new StoredObject(
            source.data(),
            StoredObject.etag(source.data()),
            replaces ? Attributes.of(request) : source.attributes(),
            checksumOfCopy(request, source),
            clock.instant());
    store.put(address.bucket(), address.key(), copy, new Conditions(request));
    Xml xml = Xml.answer("CopyObjectResult");
    xml.leaf("ETag", copy.etag()).leaf("LastModified", copy.lastModified());
    if (copy.checksum() != null) {
      copy.checksum().addTo(xml);
    }
    return copy.attributes().addEncryptionTo(xml.close("CopyObjectResult").response());
  }

  private static boolean replaces(ServiceRequest request) {
    String directive = request.header("x-amz-metadata-directive");
    if (directive != null && !directive.matches("COPY|REPLACE")) {
      throw ServiceError.badRequest(
          "InvalidArgument", "x-amz-metadata-directive must be COPY or REPLACE");
    }
    return "REPLACE".equals(directive);
  }

  /** A copy is one piece, so it has no composite checksum. */
  private static @Nullable ObjectChecksum checksumOfCopy(
      ServiceRequest request, StoredObject source) {
    String wanted = request.header("x-amz-checksum-algorithm");
    if (wanted != null) {
      return ObjectChecksum.of(ChecksumAlgorithm.of(wanted), source.data());
    }
    ObjectChecksum checksum = source.checksum();
    return checksum == null || !checksum.isComposite()
        ? checksum
        : ObjectChecksum.of(checksum.algorithm(), source.data());
  }

  /** GET and HEAD: the server drops the body of the latter. */
  ServiceResponse get(ServiceRequest request, Address address) {
    StoredObject object = store.object(address.bucket(), address.key());
    if (!new Conditions(request).allowRead(object)) {
      return ServiceResponse.empty(NOT_MODIFIED).with("ETag", object.etag());
    }
    ServiceResponse response = content(request, object);
    return object
        .attributes()
        .addTo(response)
        .with("ETag", object.etag())
        .with("Last-Modified", Conditions.httpDate(object.lastModified()))
        .with("Accept-Ranges", "bytes");
  }

  private static ServiceResponse content(ServiceRequest request, StoredObject object) {
    byte[] data = object.data();
    String type = object.attributes().contentType();
    String header = request.header("Range");
    if (header != null) {
      ByteRange range = ByteRange.of(header, data.length);
      byte[] piece = Arrays.copyOfRange(data, range.first(), range.last() + 1);
      return ServiceResponse.of(PARTIAL_CONTENT, type, piece)
          .with(
              "Content-Range",
              "bytes %d-%d/%d".formatted(range.first(), range.last(), data.length));
    }
    ServiceResponse whole = ServiceResponse.of(OK, type, data);
    boolean wantsChecksum = "ENABLED".equalsIgnoreCase(request.header("x-amz-checksum-mode"));
    ObjectChecksum checksum = object.checksum();
    return wantsChecksum && checksum != null ? checksum.addTo(whole) : whole;
  }

  ServiceResponse delete(ServiceRequest request, Address address) {
    new Conditions(request).checkNone();
    store.delete(address.bucket(), address.key());
    return ServiceResponse.empty(NO_CONTENT);
  }

  ServiceResponse deleteAll(ServiceRequest request, Address address) {
    store.bucket(address.bucket());
    XmlElement body =
        XmlElement.parse(Payload.of(request).data(), "Delete").knowing("Object", "Quiet");
    List<String> keys =
        body.all("Object").stream().map(o -> o.knowing("Key").requiredText("Key")).toList();
    if (keys.isEmpty() || keys.size() > MAX_DELETED_KEYS) {
      throw XmlElement.malformed("there must be 1 to %d keys".formatted(MAX_DELETED_KEYS));
    }
    boolean quiet = "true".equals(body.text("Quiet"));
    Xml xml = Xml.answer("DeleteResult");
    for (String key : keys) {
      store.delete(address.bucket(), key);
      if (!quiet) {
        xml.open("Deleted").leaf("Key", key).close("Deleted");
      }
    }
    return xml.close("DeleteResult").response();
  }
}
