// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.oracle.OracleDifferences;
import io.github.kinesisetl.local.services.ForkedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** The checks of S3 on S3Proxy. */
@EnabledIfSystemProperty(named = "oracle", matches = "true")
@ExtendWith(OracleDifferences.class)
class S3OracleTest {

  /** S3Proxy closes kept connections after some of its errors. */
  private static final RetryStrategy AGAIN = DefaultRetryStrategy.standardStrategyBuilder().build();

  private static @Nullable ForkedServer server;
  private static @Nullable S3Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ForkedServer.s3Proxy();
    client = Clients.s3(server.endpoint(), AGAIN);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Nested
  class Objects extends S3Contract {
    @Override
    S3Client client() {
      return requireNonNull(client);
    }
  }

  /** With a server for each test: parts that nobody completed keep a bucket from being deleted. */
  @Nested
  class Uploads extends MultipartContract {

    private @Nullable ForkedServer own;
    private @Nullable S3Client ownClient;

    @Override
    S3Client client() {
      if (ownClient == null) {
        own = start();
        ownClient = Clients.s3(own.endpoint(), AGAIN);
      }
      return ownClient;
    }

    @AfterEach
    void stopOwn() {
      requireNonNull(own).close();
    }

    private static ForkedServer start() {
      try {
        return ForkedServer.s3Proxy();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
