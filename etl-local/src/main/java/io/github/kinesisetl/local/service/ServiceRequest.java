// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One HTTP request with its whole body. Immutable, if nobody writes to its body. */
public final class ServiceRequest {

  private final String method;
  private final String path;
  private final String query;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * Describes a request.
   *
   * @param method such as {@code GET}
   * @param uri path and query as they were sent, percent signs and all
   * @param headers by name in any case; of a repeated header the values are joined by commas
   * @param body the body, not copied, empty if there is none
   */
  public ServiceRequest(String method, String uri, Map<String, String> headers, byte[] body) {
    int mark = uri.indexOf('?');
    this.method = method;
    this.path = mark < 0 ? uri : uri.substring(0, mark);
    this.query = mark < 0 ? "" : uri.substring(mark + 1);
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.body = body;
  }

  /**
   * Returns the method.
   *
   * @return such as {@code GET}
   */
  public String method() {
    return method;
  }

  /**
   * Returns the path as it was sent.
   *
   * @return percent-encoded, with its leading slash
   */
  public String path() {
    return path;
  }

  /**
   * Returns the query as it was sent.
   *
   * @return percent-encoded, without its question mark, empty if there is none
   */
  public String query() {
    return query;
  }

  /**
   * Returns a header.
   *
   * @param name in any case
   * @return its value, or null if it was not sent
   */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /**
   * Returns all headers.
   *
   * @return by name, found in any case; read only
   */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /**
   * Returns the body itself, not a copy.
   *
   * @return the body, empty if there is none
   */
  public byte[] body() {
    return body;
  }

  /**
   * Returns the operation that X-Amz-Target names.
   *
   * @param prefix such as {@code DynamoDB_20120810.}
   * @return the name behind the prefix, or null if the header is another's or absent
   */
  public @Nullable String operation(String prefix) {
    String target = headers.get("x-amz-target");
    return target != null && target.startsWith(prefix) ? target.substring(prefix.length()) : null;
  }
}
