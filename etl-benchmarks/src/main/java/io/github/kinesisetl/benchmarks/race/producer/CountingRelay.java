// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A port before the sink that counts what comes in: payload of TCP, so with TLS and HTTP headers.
 * Closing it breaks all connections.
 */
final class CountingRelay implements AutoCloseable {

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final LongAdder received = new LongAdder();

  private CountingRelay(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  static CountingRelay before(int port) throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    var relay =
        new CountingRelay(new InetSocketAddress(local, port), new ServerSocket(0, 200, local));
    relay.thread("race-relay-accept", relay::accept);
    return relay;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Bytes from clients so far. */
  long receivedBytes() {
    return received.sum();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      var server = new Socket(target.getAddress(), target.getPort());
      for (Socket socket : new Socket[] {client, server}) {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
      }
      thread("race-relay-in", () -> copy(client, server, received));
      thread("race-relay-out", () -> copy(server, client, new LongAdder()));
    }
  }

  private void copy(Socket from, Socket to, LongAdder counter) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        counter.add(length);
        out.write(buffer, 0, length);
      }
    } finally {
      sockets.remove(from);
    }
  }

  private void thread(String name, Transfer transfer) {
    var thread =
        new Thread(
            () -> {
              try {
                transfer.run();
              } catch (IOException e) {
                return; // one side hung up, or the relay is closed; the audit tells what is missing
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Transfer {
    void run() throws IOException;
  }
}
