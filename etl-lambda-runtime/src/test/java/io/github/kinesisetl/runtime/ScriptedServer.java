// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Answers requests with scripted bytes, whatever was asked. {@link #CLOSE} in a script closes the
 * connection instead; the next answer is for the next connection.
 */
final class ScriptedServer implements AutoCloseable {

  static final String CLOSE = "close";

  private final ServerSocket server;
  private final List<String> script;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private int next;

  ScriptedServer(String... script) throws IOException {
    this.script = Arrays.asList(script);
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  static String invocation(String id, String body) {
    return "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: %s\r\nLambda-Runtime-Deadline-Ms: 99999999999999\r\n"
            .formatted(id)
        + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  static String status(int code) {
    return "HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\n\r\n".formatted(code);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** What was asked: the first line and the body of each request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    try {
      while (next < script.size()) {
        try (Socket socket = server.accept()) {
          answer(socket);
        }
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    while (next < script.size()) {
      if (script.get(next).equals(CLOSE)) {
        next++;
        return;
      }
      if (!read(socket.getInputStream())) {
        return;
      }
      socket.getOutputStream().write(script.get(next++).getBytes(ISO_8859_1));
    }
  }

  private boolean read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return false;
      }
      head.write(b);
      text = head.toString(ISO_8859_1);
    }
    int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    String body = new String(in.readNBytes(length), ISO_8859_1);
    requests.add(text.substring(0, text.indexOf(" HTTP")) + (length > 0 ? " " + body : ""));
    return true;
  }
}
