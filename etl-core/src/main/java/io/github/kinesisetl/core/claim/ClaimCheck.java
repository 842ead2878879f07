// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.claim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.kinesisetl.core.json.JsonQuote;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says where a large event lies. On the stream it is a small JSON object whose first field is
 * {@code kinesisetl.claim} (docs/wire-format.md).
 *
 * @param uri where: {@code s3://bucket/key}, say
 * @param sizeBytes how large what lies there is
 * @param sha256 its digest, 64 hexadecimal digits
 * @since 0.1.0
 */
public record ClaimCheck(String uri, int sizeBytes, String sha256) {

  private static final String HEAD = "{\"kinesisetl.claim\":1,";
  private static final byte[] MAGIC = HEAD.getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_JSON_BYTES = 4096;
  private static final Set<String> FIELDS = Set.of("uri", "bytes", "sha256");
  private static final JsonFactory JSON = new JsonFactory();

  /** Checks the ranges. */
  public ClaimCheck {
    requireNonNull(uri, "uri");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("sizeBytes must be at least 0, but is " + sizeBytes);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must have 64 hexadecimal digits");
    }
  }

  /**
   * The claim to bytes that were stored.
   *
   * @param uri where they are
   * @param data the bytes
   * @return the claim
   */
  public static ClaimCheck to(String uri, byte[] data) {
    return new ClaimCheck(uri, data.length, digest(data));
  }

  /**
   * Looks at the first bytes.
   *
   * @param array holds the bytes
   * @param offset where they begin
   * @param length how many there are
   * @return true if they claim to be a claim check
   */
  public static boolean isClaim(byte[] array, int offset, int length) {
    if (length < MAGIC.length || length > MAX_JSON_BYTES) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (array[offset + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a claim.
   *
   * @param array holds it
   * @param offset where it begins
   * @param length its size
   * @return the claim
   * @throws MalformedFrameException if it is none: not one object, or a field is missing, comes
   *     twice or has an impossible value
   */
  public static ClaimCheck parse(byte[] array, int offset, int length)
      throws MalformedFrameException {
    ClaimCheck claim = find(array, offset, length);
    if (claim == null) {
      throw malformed(length, null);
    }
    return claim;
  }

  /**
   * Reads what begins like a claim, and may be somebody's own JSON.
   *
   * @param array holds it
   * @param offset where it begins
   * @param length its size
   * @return the claim, or null for one JSON object that has none of a claim's other fields
   * @throws MalformedFrameException if it is neither: not one object, or a field is missing, comes
   *     twice or has an impossible value
   */
  public static @Nullable ClaimCheck find(byte[] array, int offset, int length)
      throws MalformedFrameException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(array, offset, length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (FIELDS.contains(name) && fields.put(name, parser.getText()) != null) {
          throw malformed(length, null);
        }
        parser.skipChildren();
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw malformed(length, null);
      }
      if (fields.isEmpty()) {
        return null;
      }
      return new ClaimCheck(
          fields.getOrDefault("uri", ""),
          Integer.parseInt(fields.getOrDefault("bytes", "")),
          fields.getOrDefault("sha256", ""));
    } catch (IOException | IllegalArgumentException e) {
      throw malformed(length, e);
    }
  }

  private static MalformedFrameException malformed(int length, @Nullable Exception cause) {
    return new MalformedFrameException(
        Reason.MALFORMED,
        "%d bytes begin like a claim check but are none".formatted(length),
        cause);
  }

  /**
   * Writes the claim.
   *
   * @return its JSON
   */
  public byte[] toJson() {
    return (HEAD + "\"uri\":%s,\"bytes\":%d,\"sha256\":\"%s\"}")
        .formatted(JsonQuote.quoted(uri), sizeBytes, sha256)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Compares what came with what was stored.
   *
   * @param data what a store gave
   * @return true if size and digest are right
   */
  public boolean fits(byte[] data) {
    return data.length == sizeBytes && digest(data).equals(sha256);
  }

  private static String digest(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
