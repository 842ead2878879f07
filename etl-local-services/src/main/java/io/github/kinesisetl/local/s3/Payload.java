// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The bytes that a client wanted to send, verified by whatever it sent for that. */
final class Payload {

  private static final String CHUNKED = "aws-chunked";

  private final byte[] data;
  private final @Nullable ObjectChecksum checksum;

  private Payload(byte[] data, @Nullable ObjectChecksum checksum) {
    this.data = data;
    this.checksum = checksum;
  }

  static Payload of(ServiceRequest request) {
    byte[] data = request.body();
    var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    fields.putAll(request.headers());
    if (isChunked(request)) {
      ChunkedBody body = ChunkedBody.decode(request.body());
      data = body.data();
      checkLength(request.header("x-amz-decoded-content-length"), data.length);
      checkTrailer(request.header("x-amz-trailer"), body.trailers());
      fields.putAll(body.trailers());
    }
    checkMd5(request.header("Content-MD5"), data);
    checkSha256(request.header("x-amz-content-sha256"), data);
    return new Payload(data, checksum(fields, data));
  }

  /** The bytes, not a copy. */
  byte[] data() {
    return data;
  }

  /** What the client has sent, or null. */
  @Nullable ObjectChecksum checksum() {
    return checksum;
  }

  private static boolean isChunked(ServiceRequest request) {
    String hash = request.header("x-amz-content-sha256");
    String encoding = request.header("Content-Encoding");
    return (hash != null && hash.startsWith("STREAMING-"))
        || (encoding != null && encoding.contains(CHUNKED));
  }

  /** The content encoding without the one that is only for the way; null if nothing is left. */
  static @Nullable String encodingOf(String header) {
    String left =
        header.replaceAll("(?i)" + CHUNKED, "").replaceAll("^[,\\s]+|[,\\s]+$", "").trim();
    return left.isEmpty() ? null : left;
  }

  private static void checkLength(@Nullable String sent, int length) {
    if (sent == null) {
      throw ServiceError.of(
          411, "MissingContentLength", "x-amz-decoded-content-length must be sent with chunks");
    }
    if (!sent.equals(Integer.toString(length))) {
      throw ServiceError.badRequest(
          "IncompleteBody",
          "x-amz-decoded-content-length is not the number of bytes in the chunks, which is %d",
          length);
    }
  }

  private static void checkTrailer(@Nullable String promised, Map<String, String> trailers) {
    if (promised != null && !trailers.containsKey(promised.trim())) {
      throw ServiceError.badRequest(
          "MalformedTrailerError", "the trailer that x-amz-trailer promises did not come");
    }
  }

  private static void checkMd5(@Nullable String sent, byte[] data) {
    if (sent == null) {
      return;
    }
    if (!sent.matches("[0-9A-Za-z+/]{22}==")) {
      throw ServiceError.badRequest(
          "InvalidDigest", "Content-MD5 must be 16 bytes in base64, 24 characters");
    }
    String actual = Base64.getEncoder().encodeToString(ChecksumAlgorithm.digest("MD5", data));
    if (!actual.equals(sent)) {
      throw ServiceError.badRequest(
          "BadDigest",
          "the Content-MD5 that was sent does not match the %d bytes that arrived, whose is %s",
          data.length,
          actual);
    }
  }

  private static void checkSha256(@Nullable String sent, byte[] data) {
    if (sent == null || !sent.matches("[0-9a-f]{64}")) {
      return;
    }
    if (!HexFormat.of().formatHex(ChecksumAlgorithm.SHA256.digest(data)).equals(sent)) {
      throw ServiceError.badRequest(
          "XAmzContentSHA256Mismatch",
          "x-amz-content-sha256 does not match the %d bytes that arrived",
          data.length);
    }
  }

  private static @Nullable ObjectChecksum checksum(Map<String, String> fields, byte[] data) {
    ObjectChecksum found = null;
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String sent = fields.get(algorithm.header());
      if (sent != null && found != null) {
        throw ServiceError.badRequest("InvalidRequest", "there must be at most one checksum");
      }
      found = sent == null ? found : ObjectChecksum.verified(algorithm, sent, data);
    }
    return found;
  }
}
