// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producerapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Puts each line of standard input as an event. Region, credentials and endpoint come from where
 * the AWS SDK finds them, settings of the producer from variables such as {@code
 * KINESISETL_PRODUCER_LINGER=20ms}.
 */
public final class PutLines {

  /**
   * A line, keyed by its first word.
   *
   * @param key what keeps its order
   * @param text the whole line
   */
  record Line(String key, String text) {
    static Line of(String text) {
      String word = text.split("\\s", 2)[0];
      return new Line(word.isEmpty() ? "-" : word, text);
    }
  }

  private PutLines() {}

  /**
   * Runs it.
   *
   * @param arguments the name of the stream
   * @throws IOException if the input cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits for the last events
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1) {
      System.err.println("usage: PutLines <stream> < lines");
      System.exit(2);
    }
    var options = ProducerOptions.builder().environment(System.getenv()).build();
    var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (var stream = KinesisStream.open(arguments[0]);
        var producer =
            EventProducer.builder(JsonCodec.of(Line.class), Line::key)
                .to(stream)
                .options(options)
                .open()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        producer.put(Line.of(line), PutCallback.NONE);
      }
      long left = producer.flush(options.delivery().closeTimeout());
      System.out.println(producer.metrics().events() + ", left=" + left);
    }
  }
}
