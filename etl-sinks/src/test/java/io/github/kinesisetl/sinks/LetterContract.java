// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.testing.SinkContract;
import java.util.Arrays;
import java.util.Optional;

/** The contract of a sink of dead letters, some of which are large. */
abstract class LetterContract extends SinkContract<DeadLetter> {

  private static final int LARGE_BYTES = 400_000;

  @Override
  protected DeadLetter item(int number) {
    byte[] secret = SECRET.getBytes(UTF_8);
    byte[] data = number % 10 == 4 ? Arrays.copyOf(secret, LARGE_BYTES) : secret;
    String odd = number % 10 == 7 ? "\uFFFE\uFFFF" : ""; // what a message may not hold as it is
    return new DeadLetter(
        "check" + odd,
        "i-" + number + odd,
        new RecordPosition("shardId-000000000000", "1", number),
        EventRecord.of("key" + odd, data));
  }

  /** Large letters take their time. */
  @Override
  protected int faultSeeds() {
    return Math.max(1, super.faultSeeds() / 25);
  }

  @Override
  protected Optional<DeadLetter> poisoned(int number) {
    return Optional.empty();
  }

  @Override
  protected Optional<DeadLetter> unwritable() {
    return Optional.empty();
  }
}
