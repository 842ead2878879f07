// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a {@link Meter} noted, from one invocation to the next.
 *
 * @param cpuNanos processor time of the invoking thread, the median
 * @param allocatedBytes what it allocated, the median
 * @param sum what was read in the last whole invocation
 */
record MeterReading(double cpuNanos, double allocatedBytes, long sum) {

  static MeterReading of(Path file, int warmUp) throws IOException {
    List<long[]> ticks =
        Files.readAllLines(file).stream()
            .map(line -> LongStream.of(parse(line)).toArray())
            .toList();
    return new MeterReading(median(ticks, warmUp, 0), median(ticks, warmUp, 1), last(ticks, 2));
  }

  private static long[] parse(String line) {
    return java.util.Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  private static double median(List<long[]> ticks, int from, int column) {
    long[] steps =
        IntStream.range(from + 1, ticks.size())
            .mapToLong(i -> ticks.get(i)[column] - ticks.get(i - 1)[column])
            .sorted()
            .toArray();
    return steps[steps.length / 2];
  }

  private static long last(List<long[]> ticks, int column) {
    int last = ticks.size() - 1;
    return ticks.get(last)[column] - ticks.get(last - 1)[column];
  }
}
