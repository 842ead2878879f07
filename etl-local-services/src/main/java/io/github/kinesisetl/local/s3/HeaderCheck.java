// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Refuses headers of S3 that change the meaning of a request and are not supported. */
final class HeaderCheck {

  private static final Set<String> KNOWN =
      Set.of(
          "x-amz-checksum-algorithm",
          "x-amz-checksum-crc32",
          "x-amz-checksum-crc32c",
          "x-amz-checksum-crc64nvme",
          "x-amz-checksum-mode",
          "x-amz-checksum-sha1",
          "x-amz-checksum-sha256",
          "x-amz-checksum-type",
          "x-amz-content-sha256",
          "x-amz-copy-source",
          "x-amz-date",
          "x-amz-decoded-content-length",
          "x-amz-metadata-directive",
          "x-amz-request-payer",
          "x-amz-sdk-checksum-algorithm",
          "x-amz-security-token",
          "x-amz-server-side-encryption",
          "x-amz-server-side-encryption-aws-kms-key-id",
          "x-amz-server-side-encryption-bucket-key-enabled",
          "x-amz-te",
          "x-amz-trailer",
          "x-amz-user-agent");

  /** Headers with the one value that asks for what happens anyway. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "x-amz-acl", "private",
          "x-amz-bucket-object-lock-enabled", "false",
          "x-amz-object-ownership", "BucketOwnerEnforced",
          "x-amz-storage-class", "STANDARD",
          "x-amz-tagging-directive", "COPY");

  private HeaderCheck() {}

  static void check(ServiceRequest request, String accountId) {
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-amz-") && !name.startsWith("x-amz-meta-")) {
        check(name, header.getValue(), accountId);
      }
    }
  }

  private static void check(String name, String value, String accountId) {
    if (name.endsWith("expected-bucket-owner")) {
      if (!value.equals(accountId)) {
        throw ServiceError.of(403, "AccessDenied", "all buckets here belong to %s", accountId);
      }
    } else if (!KNOWN.contains(name) && !value.equals(DEFAULTS.get(name))) {
      throw ServiceError.of(
          501,
          "NotImplemented",
          "the header %s is not supported here%s",
          name,
          DEFAULTS.containsKey(name) ? " except for " + DEFAULTS.get(name) : "");
    }
  }
}
