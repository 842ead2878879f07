// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.kinesisetl.local.service.ServiceError;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A body in the coding aws-chunked, signed or not: length in hex, perhaps a signature, the bytes;
 * behind the empty chunk the trailers. Signatures are not verified.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">
 *     Signature calculations for trailing headers</a>
 */
final class ChunkedBody {

  private static final int MAX_HEX_DIGITS = 7;

  private final byte[] coded;
  private final ByteArrayOutputStream data;
  private final Map<String, String> trailers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private int position;

  private ChunkedBody(byte[] coded) {
    this.coded = coded;
    this.data = new ByteArrayOutputStream(coded.length);
  }

  static ChunkedBody decode(byte[] coded) {
    var body = new ChunkedBody(coded);
    int length = body.readLength();
    while (length > 0) {
      body.readChunk(length);
      length = body.readLength();
    }
    body.readTrailers();
    return body;
  }

  byte[] data() {
    return data.toByteArray();
  }

  Map<String, String> trailers() {
    return trailers;
  }

  private int readLength() {
    String line = readLine();
    int end = line.indexOf(';');
    String digits = end < 0 ? line : line.substring(0, end);
    if (!digits.matches("[0-9a-fA-F]{1," + MAX_HEX_DIGITS + "}")) {
      throw ServiceError.badRequest(
          "InvalidRequest", "a chunk must begin with its length in hexadecimal digits");
    }
    return Integer.parseInt(digits, 16);
  }

  private void readChunk(int length) {
    if (length > coded.length - position) {
      throw incomplete();
    }
    data.write(coded, position, length);
    position += length;
    if (!readLine().isEmpty()) {
      throw ServiceError.badRequest("InvalidRequest", "a chunk is longer than it says");
    }
  }

  /** Some clients end the body with the empty chunk, others with an empty line or two. */
  private void readTrailers() {
    while (position < coded.length) {
      String line = readLine();
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
        trailers.put(name, line.substring(colon + 1).trim());
      } else if (!line.isEmpty()) {
        throw ServiceError.badRequest(
            "MalformedTrailerError", "a trailer must have a name, a colon and a value");
      }
    }
  }

  private String readLine() {
    int start = position;
    while (position < coded.length && coded[position] != '\n') {
      position++;
    }
    if (position == coded.length) {
      throw incomplete();
    }
    int end = position > start && coded[position - 1] == '\r' ? position - 1 : position;
    position++;
    return new String(coded, start, end - start, ISO_8859_1);
  }

  private static ServiceError incomplete() {
    return ServiceError.badRequest("IncompleteBody", "the chunks end in their midst");
  }
}
