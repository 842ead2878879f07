// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.KinesisLocal;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.S3Client;

class MultipartTest extends MultipartContract {

  private final KinesisLocal server = KinesisLocal.start();
  private final S3Client client = Clients.s3(server.endpoint());

  @Override
  S3Client client() {
    return client;
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }
}
