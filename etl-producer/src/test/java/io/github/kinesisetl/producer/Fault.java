// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.local.KinesisLocal;
import java.time.Duration;
import java.util.Random;
import java.util.function.BiConsumer;

/** What goes wrong with a stream of two shards; six in a row stay within its retention of a day. */
enum Fault {
  NONE((kinesis, random) -> {}),
  ONE_SHARD_THROTTLED((kinesis, random) ->
      kinesis.faults().throttleShard(FaultsTest.STREAM, "shardId-000000000000", FaultsTest.LASTS)),
  ALL_SHARDS_THROTTLED((kinesis, random) -> {
    kinesis.faults().throttleShard(FaultsTest.STREAM, "shardId-000000000000", FaultsTest.LASTS);
    kinesis.faults().throttleShard(FaultsTest.STREAM, "shardId-000000000001", FaultsTest.LASTS);
  }),
  SERVER_ERRORS((kinesis, random) -> kinesis.faults().failRequestsFor(FaultsTest.LASTS)),
  CONNECTION_RESETS((kinesis, random) -> kinesis.faults().resetAnswers(3 + random.nextInt(20))),
  AMBIGUOUS_PUTS((kinesis, random) -> kinesis.faults().loseAnswers(3 + random.nextInt(20))),
  PARTIAL_FAILURES((kinesis, random) -> kinesis.faults().failEveryNthEntry(2 + random.nextInt(9))),
  SLOW_SERVICE((kinesis, random) -> kinesis.faults().latency(Duration.ofMillis(30))),
  CLOCK_JUMPS(
      (kinesis, random) -> kinesis.clock().advance(Duration.ofMinutes(random.nextInt(180)))),
  EVERYTHING((kinesis, random) -> {
    kinesis.faults().failEveryNthEntry(7);
    kinesis.faults().resetAnswers(5);
    kinesis.faults().loseAnswers(5);
    kinesis.faults().failRequests(5);
    kinesis.faults().latency(Duration.ofMillis(5));
    kinesis.faults().throttleShard(FaultsTest.STREAM, "shardId-000000000001", FaultsTest.LASTS);
  });

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final BiConsumer<KinesisLocal, Random> script;

  Fault(BiConsumer<KinesisLocal, Random> script) {
    this.script = script;
  }

  void strike(KinesisLocal kinesis, Random random) {
    script.accept(kinesis, random);
  }
}
