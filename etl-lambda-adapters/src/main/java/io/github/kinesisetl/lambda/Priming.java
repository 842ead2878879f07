// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Loads and warms the code of a first invocation while a snapshot is taken, or capacity
 * provisioned: then nobody waits for it. It runs in a handler's constructor, so it needs no hook of
 * CRaC. Stateless.
 */
final class Priming {

  /**
   * Set by Lambda (<a
   * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">reserved
   * environment variables</a>).
   */
  private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";

  private static final int ROUNDS = 20;
  private static final int ENTRIES = 100;

  /** <code>{"priming":true}</code> in each form that may lie on a stream. */
  private static final List<String> FORMS =
      List.of(
          "eyJwcmltaW5nIjp0cnVlfQ==", // as it is
          "H4sIAAAAAAAA/6tWKijKzM3MS1eyKikqTa0FAEJt52AQAAAA", // gzip
          "84mawgoDa2V5GhQaEHsicHJpbWluZyI6dHJ1ZX0IABoUGhB7InByaW1pbmciOnRydWV9CADCPgsJAQAAAAAAAAAQ"
              + "ApucWt4JwFRonLfabVaMz28=", // an aggregate of two
          "KLUv/SBTJQIA1APziZrCCgNrZXkaFBoQeyJwcmltaW5nIjp0cnVlfQgAwj4LCQEAAAAAAAAAEAKbnFreCcBUaJy3"
              + "2m1WjM9vAQCnMp0="); // that in a zstd frame

  private Priming() {}

  /** Whether the initialisation is not the first part of an invocation that somebody waits for. */
  static boolean isWorthwhile(Map<String, String> environment) {
    String type = environment.getOrDefault(INITIALIZATION, "on-demand");
    return type.equals("snap-start") || type.equals("provisioned-concurrency");
  }

  static void run(Round round) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        round.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a batch of our own cannot be read", e);
    } catch (LinkageError e) {
      return; // zstd has no library for this machine, say: it may never be needed
    }
  }

  /** A batch of nobody's events. */
  static InputStream payload() {
    var json = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < ENTRIES; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"key\",")
          .append("\"sequenceNumber\":\"4954")
          .append(100_000 + i)
          .append("\",\"data\":\"")
          .append(FORMS.get(i % FORMS.size()))
          .append("\",")
          .append("\"approximateArrivalTimestamp\":1700000000.123},")
          .append("\"eventSource\":\"aws:kinesis\",\"eventID\":\"shardId-000000000000:4954")
          .append(100_000 + i)
          .append("\"}");
    }
    return new ByteArrayInputStream(json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** One round of what is primed. */
  @FunctionalInterface
  interface Round {
    void run() throws IOException;
  }
}
