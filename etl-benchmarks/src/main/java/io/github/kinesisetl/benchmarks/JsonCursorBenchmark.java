// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.json.FieldNames;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a decoder by hand costs an event. The claim: walking makes no object (see with {@code -prof
 * gc}), and fields in the expected order cost least. Under {@code -jvmArgsAppend
 * -XX:TieredStopAtLevel=1} it is what a Lambda function sees.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonCursorBenchmark {

  private static final FieldNames NAMES =
      FieldNames.of("user_id", "event_type", "timestamp", "value");
  private static final FieldNames OTHER_WAY =
      FieldNames.of("value", "timestamp", "event_type", "user_id");

  /** How the event is written. */
  @Param({
    "{\"user_id\":\"user_1234\",\"event_type\":\"click\",\"timestamp\":\"2026-11-01T12:00:00Z\",\"value\":42.5}",
    "{ \"user_id\" : \"user_1234\", \"event_type\" : \"click\", \"timestamp\" : \"2026-11-01T12:00:00Z\", \"value\" : 42.5 }"
  })
  public String event = "";

  private final JsonCursor json = new JsonCursor();
  private byte[] bytes = new byte[0];

  /** Encodes the event. */
  @Setup
  public void encode() {
    bytes = event.getBytes(UTF_8);
  }

  /**
   * Fields in the order of the names.
   *
   * @return something of each
   * @throws DecodeException never
   */
  @Benchmark
  public long inOrder() throws DecodeException {
    return walk(NAMES, 3);
  }

  /**
   * Fields in another order.
   *
   * @return something of each
   * @throws DecodeException never
   */
  @Benchmark
  public long otherWay() throws DecodeException {
    return walk(OTHER_WAY, 0);
  }

  private long walk(FieldNames names, int numberOfValue) throws DecodeException {
    json.pointTo(bytes, 0, bytes.length);
    long sum = 0;
    json.beginObject();
    while (json.nextField()) {
      if (json.fieldIn(names) == numberOfValue) {
        sum += (long) json.decimal();
      } else if (json.sliceOfText()) {
        sum += json.sliceTo() - json.sliceFrom();
      }
    }
    json.end();
    return sum;
  }
}
