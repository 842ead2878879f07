// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back for a request. Immutable, if nobody writes to its body. */
public final class ServiceResponse {

  private static final byte[] NOTHING = {};
  private static final int OK = 200;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private ServiceResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Makes a response with a body.
   *
   * @param status the HTTP status
   * @param contentType what the body is
   * @param body the body, not copied
   * @return the response
   */
  public static ServiceResponse of(int status, String contentType, byte[] body) {
    return new ServiceResponse(status, Map.of("Content-Type", contentType), body);
  }

  /**
   * Makes a response without a body.
   *
   * @param status the HTTP status
   * @return the response
   */
  public static ServiceResponse empty(int status) {
    return new ServiceResponse(status, Map.of(), NOTHING);
  }

  /**
   * Makes a copy with one more header.
   *
   * @param name the header
   * @param value its value, which replaces an earlier one
   * @return the copy
   */
  public ServiceResponse with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ServiceResponse(status, more, body);
  }

  /**
   * Returns the status.
   *
   * @return the HTTP status
   */
  public int status() {
    return status;
  }

  /**
   * Tells whether the request did what it asked for.
   *
   * @return whether the status is below 300
   */
  public boolean succeeded() {
    return status >= OK && status < 300;
  }

  /**
   * Returns the headers. A Content-Length among them is kept: a HEAD request is told the length of
   * a body that it does not get.
   *
   * @return by name; read only
   */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /**
   * Returns the body itself, not a copy.
   *
   * @return the body
   */
  public byte[] body() {
    return body;
  }
}
