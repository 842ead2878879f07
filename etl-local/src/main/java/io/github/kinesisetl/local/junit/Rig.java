// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.junit;

import io.github.kinesisetl.local.KinesisLocal;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A server and the clients that were made for it. JUnit closes it. */
final class Rig implements AutoCloseable {

  private final KinesisLocal server;
  private final List<SdkAutoCloseable> clients = new ArrayList<>();

  private Rig(KinesisLocal server) {
    this.server = server;
  }

  static Rig start(String[] streams, boolean enforceLimits) {
    KinesisLocal server = KinesisLocal.builder().enforceLimits(enforceLimits).start();
    try {
      for (String stream : streams) {
        createStream(server, stream);
      }
      return new Rig(server);
    } catch (IllegalArgumentException e) {
      server.close();
      throw e;
    }
  }

  KinesisLocal server() {
    return server;
  }

  synchronized Object client(Class<?> type) {
    SdkAutoCloseable client = SdkClients.make(type, server);
    clients.add(client);
    return client;
  }

  @Override
  public synchronized void close() {
    clients.forEach(SdkAutoCloseable::close);
    server.close();
  }

  private static void createStream(KinesisLocal server, String stream) {
    int colon = stream.indexOf(':');
    if (colon < 0) {
      server.createStream(stream, 1);
      return;
    }
    try {
      server.createStream(
          stream.substring(0, colon), Integer.parseInt(stream.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "streams must be <name> or <name>:<shards>, but has '" + stream + "'", e);
    }
  }
}
