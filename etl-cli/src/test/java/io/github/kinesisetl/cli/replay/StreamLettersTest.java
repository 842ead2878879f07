// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static io.github.kinesisetl.cli.replay.ReplayRig.byKey;
import static io.github.kinesisetl.cli.replay.ReplayRig.keys;
import static io.github.kinesisetl.cli.replay.ReplayRig.numbered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kinesisetl.core.record.EventRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;

class StreamLettersTest {

  private final ReplayRig rig = new ReplayRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void replay_streamThatWasResharded_keepsTheOrderOfKeys() throws Exception {
    for (int part = 0; part < 4; part++) {
      rig.writeToStream(numbered(part * 100, (part + 1) * 100, 20));
      int shards = part % 2 == 0 ? 4 : 2;
      rig.kinesis.updateShardCount(r ->
          r.streamName(ReplayRig.LETTERS)
              .targetShardCount(shards)
              .scalingType(ScalingType.UNIFORM_SCALING));
    }
    assertThat(rig.replay(rig.stream()).counts())
        .isEqualTo(new ReplayReport.Counts(400, 400, 0, 0, 0));
    assertThat(byKey(rig.stored())).containsExactlyInAnyOrderEntriesOf(keys(numbered(0, 400, 20)));
  }

  @Test
  void replay_entriesThatAreNoLetters_areNamedAndPassed() throws Exception {
    rig.writeToStream(numbered(0, 5, 5));
    putEntry("not a letter".getBytes(UTF_8));
    putEntry(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3});
    ReplayReport report = rig.replay(rig.stream());
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(5, 5, 0, 2, 0));
    assertThat(report.isComplete()).isFalse();
    assertThat(report.remarks().get(0))
        .matches("entry \\d+ of shardId-\\d{12} stays: not a dead letter");
    assertThat(report.remarks().get(1))
        .matches("entry \\d+ of shardId-\\d{12} stays: it is broken");
  }

  @Test
  void take_timesGiven_takesWhatArrivedBetween() {
    List<Instant> times = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      rig.writeToStream(numbered(part * 10, (part + 1) * 10, 10));
      rig.local.clock().advance(Duration.ofSeconds(10));
      times.add(rig.now());
      rig.local.clock().advance(Duration.ofSeconds(10));
    }
    try (var source =
        DeadLetterSource.ofStream(rig.kinesis, ReplayRig.LETTERS, times.get(0), times.get(2))) {
      List<EventRecord> taken =
          source.take(1_000).letters().stream().map(letter -> letter.record()).toList();
      assertThat(byKey(taken)).containsExactlyInAnyOrderEntriesOf(keys(numbered(10, 30, 10)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            DeadLetterSource.ofStream(
                rig.kinesis, ReplayRig.LETTERS, Instant.EPOCH.plusSeconds(1), Instant.EPOCH))
        .withMessageStartingWith("since must not be after until");
  }

  @Test
  void take_lettersThatArriveMeanwhile_doNotKeepTheRunGoing() {
    rig.writeToStream(numbered(0, 10, 10));
    int taken = 0;
    try (DeadLetterSource source = rig.stream()) {
      LetterPage page;
      do {
        rig.local.clock().advance(Duration.ofSeconds(1));
        rig.writeToStream(numbered(10, 20, 10)); // as a replay whose letters fail again at once
        page = source.take(3);
        taken += page.letters().size();
      } while (!page.isLast());
    }
    assertThat(taken).isEqualTo(10);
  }

  @Test
  void take_iteratorThatExpiresBetweenPages_goesOnWhereItWas() {
    var entry =
        PutRecordsRequestEntry.builder()
            .partitionKey("key0")
            .data(SdkBytes.fromUtf8String("x"))
            .build();
    for (int i = 0; i < 5; i++) { // more entries than one answer holds, all in one shard
      rig.kinesis.putRecords(
          r -> r.streamName(ReplayRig.LETTERS).records(Collections.nCopies(500, entry)));
    }
    rig.writeToStream(numbered(0, 10, 1));
    int letters = 0;
    int unreadable = 0;
    try (DeadLetterSource source = rig.stream()) {
      LetterPage page;
      do {
        page = source.take(1_000);
        letters += page.letters().size();
        unreadable += page.unreadable();
        rig.local.clock().advance(Duration.ofMinutes(6));
      } while (!page.isLast());
    }
    assertThat(letters).isEqualTo(10);
    assertThat(unreadable).isEqualTo(2_500);
  }

  @Test
  void parentsFirst_shardsInAnyOrder_putsChildrenBehind() {
    List<Shard> shards =
        List.of(
            shard("merged", "left", "right"),
            shard("right", "root"),
            shard("left", "root"),
            shard("root", "trimmed"));
    assertThat(ShardLineage.parentsFirst(shards))
        .containsExactly("root", "right", "left", "merged");
    assertThatIllegalStateException()
        .isThrownBy(() -> ShardLineage.parentsFirst(List.of(shard("a", "b"), shard("b", "a"))))
        .withMessage("the shards of a stream must not be their own ancestors");
  }

  private static Shard shard(String id, String... parents) {
    Shard.Builder shard = Shard.builder().shardId(id);
    if (parents.length > 0) {
      shard.parentShardId(parents[0]);
    }
    if (parents.length > 1) {
      shard.adjacentParentShardId(parents[1]);
    }
    return shard.build();
  }

  private void putEntry(byte[] bytes) {
    rig.kinesis.putRecord(r ->
        r.streamName(ReplayRig.LETTERS).partitionKey("key").data(SdkBytes.fromByteArray(bytes)));
  }
}
