// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceRequest;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about.
 *
 * @param bucket empty if it is about no bucket
 * @param key empty if it is about no object
 * @param parameters the query, decoded
 */
record Address(String bucket, String key, Map<String, String> parameters) {

  Address {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  static Address of(ServiceRequest request) {
    String path = request.path();
    int slash = path.indexOf('/', 1);
    String bucket = path.substring(Math.min(1, path.length()), slash < 0 ? path.length() : slash);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    return new Address(decode(bucket), decode(key), parameters(request.query()));
  }

  /** The source of a copy: bucket, slash and key, encoded, perhaps with a slash before. */
  static Address ofSource(String header) {
    String path = header.startsWith("/") ? header.substring(1) : header;
    int slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw ServiceError.badRequest(
          "InvalidArgument", "x-amz-copy-source must name a bucket, a slash and a key");
    }
    if (path.contains("?versionId=")) {
      throw ServiceError.of(501, "NotImplemented", "there are no versions to copy from");
    }
    return new Address(
        decode(path.substring(0, slash)), decode(path.substring(slash + 1)), Map.of());
  }

  Level level() {
    if (bucket.isEmpty()) {
      return Level.SERVICE;
    }
    return key.isEmpty() ? Level.BUCKET : Level.OBJECT;
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  String parameter(String name, String byDefault) {
    return parameters.getOrDefault(name, byDefault);
  }

  int number(String name, int byDefault, int max) {
    String text = parameters.get(name);
    if (text == null) {
      return byDefault;
    }
    if (!text.matches("\\d{1,9}")) {
      throw ServiceError.badRequest("InvalidArgument", "%s must be 0 to %d", name, max);
    }
    return Integer.parseInt(text);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equal = pair.indexOf('=');
      String name = decode((equal < 0 ? pair : pair.substring(0, equal)).replace('+', ' '));
      String value = equal < 0 ? "" : decode(pair.substring(equal + 1).replace("+", "%20"));
      if (!name.isEmpty() && parameters.put(name, value) != null) {
        throw ServiceError.badRequest("InvalidArgument", "a parameter must be given only once");
      }
    }
    return parameters;
  }

  /** Undoes percent signs alone: a plus is a plus. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw ServiceError.badRequest("InvalidURI", "the URI has a percent sign without two digits");
    }
  }

  /** What kind of thing a request is about. */
  enum Level {
    SERVICE,
    BUCKET,
    OBJECT
  }
}
