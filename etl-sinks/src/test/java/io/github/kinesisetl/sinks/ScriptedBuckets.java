// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Lets a script see objects, gzipped or not, before the service does. */
record ScriptedBuckets(S3Client client, Script script) implements S3Client {

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    script.enter(Script.numbers(text(body)));
    PutObjectResponse answer = client.putObject(request, body);
    script.leave();
    return answer;
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {
    client.close();
  }

  private static String text(RequestBody body) {
    try (InputStream in = body.contentStreamProvider().newStream()) {
      byte[] bytes = in.readAllBytes();
      boolean gzip = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
      if (gzip) {
        try (var lines = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          return new String(lines.readAllBytes(), UTF_8);
        }
      }
      return new String(bytes, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
