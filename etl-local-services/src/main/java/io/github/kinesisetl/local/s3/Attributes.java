// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The headers that are kept with an object and sent with it.
 *
 * @param headers by name in lower case
 */
record Attributes(Map<String, String> headers) {

  private static final String META = "x-amz-meta-";
  private static final int MAX_META_BYTES = 2048;
  private static final String CONTENT_TYPE = "content-type";
  private static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";
  private static final String CONTENT_ENCODING = "content-encoding";
  private static final Set<String> KEPT =
      Set.of(
          CONTENT_TYPE,
          "content-language",
          "cache-control",
          "content-disposition",
          "expires",
          "x-amz-server-side-encryption",
          "x-amz-server-side-encryption-aws-kms-key-id",
          "x-amz-server-side-encryption-bucket-key-enabled");

  Attributes {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  static Attributes of(ServiceRequest request) {
    var kept = new TreeMap<String, String>();
    kept.put(CONTENT_TYPE, DEFAULT_CONTENT_TYPE);
    int metaBytes = 0;
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(META)) {
        metaBytes += name.length() - META.length() + header.getValue().getBytes(UTF_8).length;
        kept.put(name, header.getValue());
      } else if (KEPT.contains(name)) {
        kept.put(name, header.getValue());
      }
    }
    if (metaBytes > MAX_META_BYTES) {
      throw ServiceError.badRequest(
          "MetadataTooLarge",
          "user metadata must have at most %d bytes, but has %d",
          MAX_META_BYTES,
          metaBytes);
    }
    keepEncoding(request, kept);
    return new Attributes(kept);
  }

  private static void keepEncoding(ServiceRequest request, Map<String, String> kept) {
    String sent = request.header(CONTENT_ENCODING);
    String encoding = sent == null ? null : Payload.encodingOf(sent);
    if (encoding != null) {
      kept.put(CONTENT_ENCODING, encoding);
    }
  }

  String contentType() {
    return headers.getOrDefault(CONTENT_TYPE, DEFAULT_CONTENT_TYPE);
  }

  int bytes() {
    return headers.entrySet().stream()
        .mapToInt(e -> e.getKey().length() + e.getValue().length())
        .sum();
  }

  /** Adds all but the content type, which a response with a body has anyway. */
  ServiceResponse addTo(ServiceResponse response) {
    ServiceResponse answer = response;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getKey().equals(CONTENT_TYPE)) {
        answer = answer.with(header.getKey(), header.getValue());
      }
    }
    return answer;
  }

  /** Tells how an object is encrypted, as S3 does when it has taken one. */
  ServiceResponse addEncryptionTo(ServiceResponse response) {
    ServiceResponse answer = response;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().startsWith("x-amz-server-side-")) {
        answer = answer.with(header.getKey(), header.getValue());
      }
    }
    return answer;
  }
}
