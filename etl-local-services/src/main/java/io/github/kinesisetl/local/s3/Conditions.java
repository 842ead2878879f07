// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The conditions that a request makes on what is there. */
final class Conditions {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final @Nullable String match;
  private final @Nullable String noneMatch;
  private final @Nullable String modifiedSince;
  private final @Nullable String unmodifiedSince;

  Conditions(ServiceRequest request) {
    this.match = request.header("If-Match");
    this.noneMatch = request.header("If-None-Match");
    this.modifiedSince = request.header("If-Modified-Since");
    this.unmodifiedSince = request.header("If-Unmodified-Since");
  }

  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  /**
   * Decides about a read.
   *
   * @return whether the object is to be sent; if not, it has not changed
   */
  boolean allowRead(StoredObject there) {
    if (match != null ? !names(match, there) : modifiedAfter(unmodifiedSince, there)) {
      throw failed();
    }
    if (noneMatch != null) {
      return !names(noneMatch, there);
    }
    return modifiedSince == null || modifiedAfter(modifiedSince, there);
  }

  /** Decides about a write; S3 knows no times here. */
  void checkWrite(@Nullable StoredObject there) {
    if (noneMatch != null && !noneMatch.equals("*")) {
      throw ServiceError.of(501, "NotImplemented", "If-None-Match of a write must be *");
    }
    if (there == null) {
      if (match != null) {
        throw Store.noSuchKey();
      }
      return;
    }
    if (noneMatch != null || (match != null && !names(match, there))) {
      throw failed();
    }
  }

  /** Refuses conditions where none is supported. */
  void checkNone() {
    if (match != null || noneMatch != null || modifiedSince != null || unmodifiedSince != null) {
      throw ServiceError.of(501, "NotImplemented", "this operation supports no conditions");
    }
  }

  private static boolean names(String tags, StoredObject there) {
    for (String tag : tags.split(",", -1)) {
      String bare = tag.trim();
      if (bare.equals("*") || bare.equals(there.etag()) || there.etag().equals('"' + bare + '"')) {
        return true;
      }
    }
    return false;
  }

  private static boolean modifiedAfter(@Nullable String date, StoredObject there) {
    if (date == null) {
      return false;
    }
    try {
      return there.lastModified().isAfter(Instant.from(HTTP_DATE.parse(date)));
    } catch (DateTimeException e) {
      throw ServiceError.badRequest(
          "InvalidArgument", "a time must look like Sun, 06 Nov 1994 08:49:37 GMT");
    }
  }

  private static ServiceError failed() {
    return ServiceError.of(
        412, "PreconditionFailed", "at least one of the conditions that were sent did not hold");
  }
}
