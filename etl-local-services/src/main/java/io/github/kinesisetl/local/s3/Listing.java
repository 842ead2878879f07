// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.UnaryOperator;

/** One page of ListObjectsV2. Not safe for use by many threads. */
final class Listing {

  private static final int MAX_KEYS = 1000;

  private final Address address;
  private final String prefix;
  private final String delimiter;
  private final int maxKeys;
  private final UnaryOperator<String> encoding;
  private final Xml contents = Xml.answer("ListBucketResult");
  private final StringBuilder token = new StringBuilder();
  private int count;
  private String lastPrefix = "";

  private Listing(Address address) {
    this.address = address;
    this.prefix = address.parameter("prefix", "");
    this.delimiter = address.parameter("delimiter", "");
    this.maxKeys = Math.min(MAX_KEYS, address.number("max-keys", MAX_KEYS, Integer.MAX_VALUE));
    this.encoding = encoding(address.parameter("encoding-type", ""));
  }

  static Listing of(Address address, Bucket bucket) {
    var listing = new Listing(address);
    listing.fill(bucket.objects());
    return listing;
  }

  private static UnaryOperator<String> encoding(String type) {
    if (type.isEmpty()) {
      return UnaryOperator.identity();
    }
    if (!type.equals("url")) {
      throw ServiceError.badRequest("InvalidArgument", "encoding-type must be url");
    }
    return text -> URLEncoder.encode(text, UTF_8).replace("%2F", "/");
  }

  /** A page ends with a key or a common prefix; the token says with which. */
  private void fill(NavigableMap<String, StoredObject> objects) {
    String after = startAfter();
    NavigableMap<String, StoredObject> rest =
        KeyOrder.UTF_8.compare(after, prefix) < 0 || after.isEmpty()
            ? objects.tailMap(prefix, true)
            : objects.tailMap(after, false);
    String last = "";
    for (Map.Entry<String, StoredObject> entry : rest.entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix) || maxKeys == 0) {
        return;
      }
      String group = group(key);
      if (group.isEmpty() || !group.equals(lastPrefix)) {
        if (count == maxKeys) {
          token.append(last);
          return;
        }
        last = group.isEmpty() ? "k" + key : "p" + group;
        add(key, group, entry.getValue());
      }
    }
  }

  private String startAfter() {
    String sent = address.parameter("continuation-token");
    if (sent == null) {
      return address.parameter("start-after", "");
    }
    String last = decode(sent);
    if (last.startsWith("p")) {
      lastPrefix = last.substring(1);
    }
    return last.substring(1);
  }

  private static String decode(String token) {
    try {
      String last = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      if (last.matches("(?s)[kp].*")) {
        return last;
      }
    } catch (IllegalArgumentException e) {
      // the same as a token that is base64 and not ours
    }
    throw ServiceError.badRequest(
        "InvalidArgument", "the continuation token must be one that a listing has returned");
  }

  private String group(String key) {
    int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return end < 0 ? "" : key.substring(0, end + delimiter.length());
  }

  private void add(String key, String group, StoredObject object) {
    count++;
    if (!group.isEmpty()) {
      lastPrefix = group;
      contents.open("CommonPrefixes").leaf("Prefix", encoding.apply(group)).close("CommonPrefixes");
      return;
    }
    contents
        .open("Contents")
        .leaf("Key", encoding.apply(key))
        .leaf("LastModified", object.lastModified())
        .leaf("ETag", object.etag())
        .leaf("Size", object.data().length)
        .leaf("StorageClass", "STANDARD");
    ObjectChecksum checksum = object.checksum();
    if (checksum != null) {
      contents
          .leaf("ChecksumAlgorithm", checksum.algorithm())
          .leaf("ChecksumType", checksum.type());
    }
    contents.close("Contents");
  }

  ServiceResponse response() {
    contents
        .leaf("Name", address.bucket())
        .leaf("Prefix", encoding.apply(prefix))
        .leaf("MaxKeys", maxKeys)
        .leaf("KeyCount", count)
        .leaf("IsTruncated", !token.isEmpty());
    if (!delimiter.isEmpty()) {
      contents.leaf("Delimiter", encoding.apply(delimiter));
    }
    for (String echoed : new String[] {"encoding-type", "start-after", "continuation-token"}) {
      echo(echoed);
    }
    if (!token.isEmpty()) {
      byte[] last = token.toString().getBytes(UTF_8);
      contents.leaf(
          "NextContinuationToken", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
    return contents.close("ListBucketResult").response();
  }

  private void echo(String parameter) {
    String value = address.parameter(parameter);
    if (value == null) {
      return;
    }
    switch (parameter) {
      case "encoding-type" -> contents.leaf("EncodingType", value);
      case "start-after" -> contents.leaf("StartAfter", encoding.apply(value));
      default -> contents.leaf("ContinuationToken", value);
    }
  }
}
