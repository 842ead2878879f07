// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of an object's bytes.
 *
 * @param first the first byte, counted from 0
 * @param last the last byte, included
 */
record ByteRange(int first, int last) {

  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Reads the header; what lies behind the object's end is cut off. */
  static ByteRange of(String header, int length) {
    Matcher match = FORM.matcher(header);
    if (!match.matches() || header.equals("bytes=-")) {
      throw ServiceError.of(
          501, "NotImplemented", "Range must be bytes=first-last, bytes=first- or bytes=-count");
    }
    if (match.group(1).isEmpty()) {
      long count = Math.min(length, Long.parseLong(match.group(2)));
      return checked(length - count, length - 1L, length);
    }
    long last = match.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(match.group(2));
    return checked(Long.parseLong(match.group(1)), Math.min(last, length - 1L), length);
  }

  private static ByteRange checked(long first, long last, int length) {
    if (first > last) {
      throw ServiceError.of(
          416, "InvalidRange", "Range must begin within the object, which has %d bytes", length);
    }
    return new ByteRange((int) first, (int) last);
  }
}
