// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two ways to write a request and its answer. */
public enum Encoding {
  /** Text; times are seconds with decimals, data is base64. */
  JSON("application/x-amz-json-1.1"),
  /** Binary; times are milliseconds under tag 1, data is a byte string. */
  CBOR("application/x-amz-cbor-1.1");

  private static final ObjectMapper JSON_MAPPER = new ObjectMapper();
  private static final ObjectMapper CBOR_MAPPER = new ObjectMapper(new CBORFactory());

  private final String contentType;

  Encoding(String contentType) {
    this.contentType = contentType;
  }

  /**
   * Returns the content type that stands for it.
   *
   * @return without parameters
   */
  public String contentType() {
    return contentType;
  }

  static @Nullable Encoding of(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (Encoding encoding : values()) {
      if (encoding.contentType.equals(bare)) {
        return encoding;
      }
    }
    return null;
  }

  ObjectMapper mapper() {
    return this == CBOR ? CBOR_MAPPER : JSON_MAPPER;
  }
}
