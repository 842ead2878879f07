// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.reader;

import java.nio.ByteBuffer;
import java.util.List;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** KCL's own deaggregator. It lives among the tests, so that KCL stays out of what others see. */
final class KclReaderMain {

  private KclReaderMain() {}

  public static void main(String[] arguments) throws Exception {
    var kcl = new AggregatorUtil();
    Opening.run(arguments, entry -> open(kcl, entry));
  }

  private static long open(AggregatorUtil kcl, byte[] entry) {
    long bytes = 0;
    for (KinesisClientRecord record : kcl.deaggregate(List.of(record(entry)))) {
      bytes += record.data().remaining();
    }
    return bytes;
  }

  private static KinesisClientRecord record(byte[] entry) {
    return KinesisClientRecord.builder()
        .data(ByteBuffer.wrap(entry))
        .partitionKey("a")
        .sequenceNumber("1")
        .build();
  }
}
