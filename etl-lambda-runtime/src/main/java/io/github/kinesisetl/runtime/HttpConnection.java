// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection to a server of HTTP/1.1 (RFC 9112), as far as the Runtime API needs it: a request,
 * then its response. Not safe for use by many threads.
 */
final class HttpConnection implements Closeable {

  private static final int MAX_HEAD_BYTES = 256 << 10; // a client context takes some
  private static final int MAX_TOGETHER_BYTES = 8 << 10;

  private final Socket socket;
  private final OutputStream out;
  private final BufferedInput in;

  HttpConnection(String host, int port) throws IOException {
    socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new BufferedInput(socket.getInputStream());
  }

  /**
   * Sends a request.
   *
   * @param head its first line and fields, with the empty line behind them
   * @param body its body; one that is short goes out together with the head
   */
  void send(byte[] head, byte[] body) throws IOException {
    if (body.length > MAX_TOGETHER_BYTES) {
      out.write(head);
      out.write(body);
      return;
    }
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    out.write(request);
  }

  /**
   * Waits for the response, for as long as it takes.
   *
   * @return the response; its body must be read, or drained, before the next request
   * @throws NoResponseException if the connection was closed before the first byte
   */
  Response receive() throws IOException {
    if (in.isAtEnd()) {
      throw new NoResponseException();
    }
    String status = in.readLine(MAX_HEAD_BYTES);
    int code = statusCode(status);
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int bytes = status.length();
    for (String line = in.readLine(MAX_HEAD_BYTES);
        !line.isEmpty();
        line = in.readLine(MAX_HEAD_BYTES)) {
      int colon = line.indexOf(':');
      bytes += line.length();
      if (colon < 1 || bytes > MAX_HEAD_BYTES) {
        throw new IOException("the response has a header that is none, or too many");
      }
      fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
    }
    return new Response(code, fields, body(code, fields));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private InputStream body(int code, Map<String, String> fields) throws IOException {
    if (code == 204 || code == 304) {
      return InputStream.nullInputStream();
    }
    String encoding = fields.getOrDefault("Transfer-Encoding", "");
    if (encoding.equalsIgnoreCase("chunked")) {
      return BodyStream.chunked(in);
    }
    String length = fields.getOrDefault("Content-Length", "");
    if (!encoding.isEmpty() || !length.matches("[0-9]{1,10}")) {
      throw new IOException("the response does not say how long it is");
    }
    return BodyStream.ofLength(in, Long.parseLong(length));
  }

  private static int statusCode(String line) throws IOException {
    if (!line.matches("HTTP/1\\.1 [0-9]{3}( .*)?")) {
      throw new IOException("the Runtime API does not speak HTTP/1.1");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  /** Bytes of a head: they are of one byte each. */
  static byte[] bytes(String head) {
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * What was answered.
   *
   * @param code the status
   * @param fields the header, names in any case
   * @param body the body, valid until the next request
   */
  record Response(int code, Map<String, String> fields, InputStream body) {}

  /** The connection was closed before an answer: it was an old one, perhaps. */
  static final class NoResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    NoResponseException() {
      super("the Runtime API closed the connection without a response");
    }
  }
}
