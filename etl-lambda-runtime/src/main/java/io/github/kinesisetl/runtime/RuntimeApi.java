// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import io.github.kinesisetl.runtime.HttpConnection.NoResponseException;
import io.github.kinesisetl.runtime.HttpConnection.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the Runtime API, version 2018-06-01, over one connection that stays open. Not safe
 * for use by many threads.
 */
final class RuntimeApi implements Closeable {

  private static final String BASE = "/2018-06-01/runtime/";
  private static final byte[] NO_BODY = new byte[0];
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int MAX_PORT = 65_535;

  private final String address;
  private final String host;
  private final int port;
  private @Nullable HttpConnection connection;
  private InputStream openBody = InputStream.nullInputStream();

  /**
   * The API at an address; nothing is sent yet.
   *
   * @param address host and port, as {@code AWS_LAMBDA_RUNTIME_API} names them
   * @throws IllegalArgumentException if it is no such address
   */
  RuntimeApi(String address) {
    int colon = address.lastIndexOf(':');
    String number = address.substring(colon + 1);
    this.address = address;
    this.host = address.substring(0, Math.max(0, colon));
    this.port = number.matches("[0-9]{1,5}") ? Integer.parseInt(number) : 0;
    if (host.isEmpty() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "AWS_LAMBDA_RUNTIME_API must be <host>:<port>, but is '%s'".formatted(address));
    }
  }

  /** Waits for the next invocation, for as long as it takes. */
  Invocation next() throws IOException {
    Response response = call("GET", "invocation/next", "", NO_BODY);
    if (response.code() != OK) {
      throw unexpected("invocation/next", response);
    }
    return Invocation.of(response);
  }

  /** Answers an invocation. */
  void respond(String requestId, byte[] answer) throws IOException {
    Response response = call("POST", "invocation/" + requestId + "/response", "", answer);
    if (response.code() != ACCEPTED) {
      throw unexpected("response", response);
    }
  }

  /** Reports that an invocation failed. */
  void fail(String requestId, ErrorReport error) throws IOException {
    report("invocation/" + requestId + "/error", error);
  }

  /** Reports that there is no handler to invoke. */
  void failInit(ErrorReport error) throws IOException {
    report("init/error", error);
  }

  @Override
  public void close() throws IOException {
    HttpConnection open = connection;
    connection = null;
    openBody = InputStream.nullInputStream();
    if (open != null) {
      open.close();
    }
  }

  private void report(String path, ErrorReport error) throws IOException {
    byte[] body = error.json().getBytes(StandardCharsets.UTF_8);
    String field = "Lambda-Runtime-Function-Error-Type: " + error.type() + "\r\n";
    Response response = call("POST", path, field, body);
    if (response.code() != ACCEPTED) {
      throw unexpected("error", response);
    }
  }

  /** One call; if the connection turns out to be closed, another one is tried, once. */
  private Response call(String method, String path, String fields, byte[] body) throws IOException {
    byte[] head =
        HttpConnection.bytes(
            "%s %s%s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(method, BASE, path, address, fields, body.length));
    HttpConnection used = drained();
    if (used != null) {
      try {
        return exchange(used, head, body);
      } catch (NoResponseException | SocketException e) {
        close(); // it had been idle for too long
      }
    }
    var fresh = new HttpConnection(host, port);
    connection = fresh;
    return exchange(fresh, head, body);
  }

  /** The connection in use, if the response before can be read to its end. */
  private @Nullable HttpConnection drained() throws IOException {
    try {
      long unused = openBody.transferTo(OutputStream.nullOutputStream());
      return connection;
    } catch (IOException e) {
      close();
      return null;
    }
  }

  private Response exchange(HttpConnection open, byte[] head, byte[] body) throws IOException {
    open.send(head, body);
    Response response = open.receive();
    openBody = response.body();
    return response;
  }

  private static IOException unexpected(String call, Response response) {
    return new IOException(
        "the Runtime API answered %s with status %d".formatted(call, response.code()));
  }
}
