// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import java.net.URI;

/** What checks of conformance may ask of a server, whoever wrote it. */
interface ServerUnderTest {

  URI endpoint();

  URI tlsEndpoint();

  void createStream(String name, int shards);

  /** The server's clock; a server whose clock cannot be moved ends the test without a verdict. */
  LocalClock clock();

  static ServerUnderTest ours(KinesisLocal server) {
    return new ServerUnderTest() {
      @Override
      public URI endpoint() {
        return server.endpoint();
      }

      @Override
      public URI tlsEndpoint() {
        return server.tlsEndpoint();
      }

      @Override
      public void createStream(String name, int shards) {
        server.createStream(name, shards);
      }

      @Override
      public LocalClock clock() {
        return server.clock();
      }
    };
  }
}
