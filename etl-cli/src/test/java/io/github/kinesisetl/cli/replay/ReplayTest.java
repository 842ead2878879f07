// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static io.github.kinesisetl.cli.replay.ReplayRig.byKey;
import static io.github.kinesisetl.cli.replay.ReplayRig.keys;
import static io.github.kinesisetl.cli.replay.ReplayRig.letter;
import static io.github.kinesisetl.cli.replay.ReplayRig.letters;
import static io.github.kinesisetl.cli.replay.ReplayRig.numbered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.producer.aws.KinesisStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a replay promises, whatever its source, against etl-local. */
class ReplayTest {

  private final ReplayRig rig = new ReplayRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource
  void replay_lettersOfEverySink_comeBackByteForByteAndAreDeleted(Place place) throws Exception {
    List<DeadLetter> letters = new ArrayList<>(letters(17, 200, 50));
    byte[] large = new byte[300_000];
    large[7] = 7;
    letters.add(letter("large", large));
    place.write(rig, letters);
    ReplayReport report = rig.replay(place.source(rig));
    assertThat(report.isComplete()).isTrue();
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(201, 201, 0, 0, 0));
    assertThat(rig.stored())
        .extracting(record -> record.partitionKey() + hex(record.copyData()))
        .containsExactlyInAnyOrderElementsOf(
            letters.stream()
                .map(l -> l.record().partitionKey() + hex(l.record().copyData()))
                .toList());
    assertThat(place.left(rig)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void replay_emptySource_doesNothing(Place place) throws Exception {
    ReplayReport report = rig.replay(place.source(rig));
    assertThat(report.isComplete()).isTrue();
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(0, 0, 0, 0, 0));
    assertThat(rig.stored()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void replay_entriesThatFailAndAreThrottled_losesNothingAndKeepsTheOrderOfKeys(Place place)
      throws Exception {
    List<DeadLetter> letters = numbered(0, 60, 15);
    place.write(rig, letters);
    rig.local.faults().failEveryNthEntry(4);
    rig.local
        .faults()
        .throttleShard(ReplayRig.TARGET, "shardId-000000000000", Duration.ofMillis(200));
    ReplayReport report = rig.replay(place.source(rig));
    rig.local.faults().clear();
    assertThat(report.isComplete()).isTrue();
    assertThat(report.counts().stored()).isEqualTo(60);
    assertThat(place.left(rig)).isEmpty();
    if (place.keepsOrder()) {
      assertThat(byKey(rig.stored())).containsExactlyInAnyOrderEntriesOf(keys(letters));
    } else {
      assertThat(rig.stored()).hasSize(60);
    }
  }

  @ParameterizedTest
  @EnumSource
  void replay_shardThatTakesNothing_leavesItsLettersForTheNextRun(Place place) throws Exception {
    List<DeadLetter> letters = numbered(0, 100, 100);
    place.write(rig, letters);
    rig.local.faults().throttleShard(ReplayRig.TARGET, "shardId-000000000000");
    ReplayReport report;
    DeadLetterSource source = place.source(rig);
    try (KinesisStream target = rig.target()) {
      report =
          rig.replay(Replay.from(source).to(target).deliveryTimeout(Duration.ofSeconds(1)), source);
    }
    rig.local.faults().clear();
    int stored = rig.stored().size();
    assertThat(stored).isLessThan(100); // the other shard's, unless this thread was paused
    assertThat(report.isComplete()).isFalse();
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(100, stored, 0, 0, 0));
    assertThat(report.failures()).containsOnlyKeys("DeliveryTimeout");
    assertThat(rig.replay(place.source(rig)).isComplete()).isTrue();
    assertThat(byKey(rig.stored())).containsOnlyKeys(keys(letters).keySet());
    assertThat(place.left(rig)).isEmpty();
  }

  @Test
  void replay_lettersWithExplicitHashKeys_goWhereTheyLay() throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      HashKey hashKey = i % 2 == 0 ? HashKey.MIN : HashKey.MAX;
      DeadLetter plain = letter("key" + i % 5, Integer.toString(i).getBytes(UTF_8));
      EventRecord record = plain.record();
      letters.add(
          new DeadLetter(
              plain.stage(),
              plain.reason(),
              plain.position(),
              i % 4 == 3 ? record : record.withExplicitHashKey(hashKey)));
    }
    rig.writeToBucket(letters, Compressor.gzip());
    assertThat(rig.replay(rig.bucket()).counts().stored()).isEqualTo(40);
    List<String> first = rig.texts("shardId-000000000000");
    List<String> last = rig.texts("shardId-000000000001");
    for (int i = 0; i < 40; i++) {
      if (i % 4 != 3) {
        assertThat(i % 2 == 0 ? first : last).contains(Integer.toString(i));
      }
    }
    assertThat(first.size() + last.size()).isEqualTo(40);
  }

  @Test
  void replay_failureOfAKey_holdsBackWhatWouldOvertakeIt() throws Exception {
    rig.writeToBucket(numbered(0, 3, 1), Compressor.gzip());
    rig.local.faults().throttleShard(ReplayRig.TARGET, "shardId-000000000000");
    rig.local.faults().throttleShard(ReplayRig.TARGET, "shardId-000000000001");
    DeadLetterSource source = rig.bucket();
    try (KinesisStream target = rig.target()) {
      ReplayReport report =
          rig.replay(Replay.from(source).to(target).deliveryTimeout(Duration.ofSeconds(1)), source);
      assertThat(report.failures())
          .containsExactlyInAnyOrderEntriesOf(Map.of("DeliveryTimeout", 1L, "HeldBack", 2L));
    }
    assertThat(rig.stored()).isEmpty();
    assertThat(rig.objects()).hasSize(1);
  }

  @Test
  void replay_letterThatIsCut_isNeverPutAndHoldsNothingUp() throws Exception {
    List<DeadLetter> letters = new ArrayList<>(numbered(0, 3, 1));
    letters.set(1, letters.get(1).shortest());
    rig.writeToBucket(letters, Compressor.gzip());
    ReplayReport report = rig.replay(rig.bucket());
    assertThat(report.failures()).containsExactlyInAnyOrderEntriesOf(Map.of("Cut", 1L));
    assertThat(rig.stored()).hasSize(2);
  }

  @Test
  void replay_lostAnswer_repeatsButLosesNothing() throws Exception {
    List<DeadLetter> letters = numbered(0, 50, 50);
    rig.writeToQueue(letters);
    rig.local.faults().loseAnswers(1);
    assertThat(rig.replay(rig.queue()).isComplete()).isTrue();
    assertThat(byKey(rig.stored())).containsOnlyKeys(keys(letters).keySet());
    assertThat(rig.messages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void replay_crashBetweenPutAndConfirm_repeatsButLosesNothing(Place place) throws Exception {
    List<DeadLetter> letters = numbered(0, 40, 40);
    place.write(rig, letters);
    try (KinesisStream target = rig.target()) {
      Replay crashing = // progress is told after the put, and before the page is confirmed
          Replay.from(place.source(rig))
              .to(target)
              .progress(counts -> {
                throw new IllegalStateException("crash");
              })
              .build();
      assertThatThrownBy(crashing::run).hasMessage("crash");
    }
    assertThat(rig.stored()).hasSize(40);
    rig.local.clock().advance(Duration.ofMinutes(16)); // nobody closed the source
    ReplayReport report = rig.replay(place.source(rig));
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(40, 40, 0, 0, 0));
    assertThat(rig.stored()).hasSize(80);
    assertThat(place.left(rig)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void replay_lettersThatAreNotWanted_stay(Place place) throws Exception {
    DeadLetter other = letter("decode", "not JSON", "other", "o".getBytes(UTF_8));
    place.write(rig, numbered(0, 5, 5));
    place.write(rig, List.of(other));
    DeadLetterSource source = place.source(rig);
    try (KinesisStream target = rig.target()) {
      ReplayReport report =
          rig.replay(
              Replay.from(source).to(target).only(l -> l.stage().equals("validate")), source);
      assertThat(report.isComplete()).isTrue();
      assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(6, 5, 1, 0, 0));
    }
    assertThat(rig.stored()).hasSize(5);
    assertThat(place.lettersLeft(rig)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void replay_withoutAStream_countsAndChangesNothing(Place place) throws Exception {
    place.write(rig, numbered(0, 5, 5));
    place.write(rig, List.of(letter("decode", "not\nJSON", "other", new byte[0])));
    for (int run = 0; run < 2; run++) { // the second sees the same, so the first hid nothing
      DeadLetterSource source = place.source(rig);
      ReplayReport report = rig.replay(Replay.from(source), source);
      assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(6, 0, 0, 0, 0));
      assertThat(report.kinds())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  new LetterKind("validate", "/price: missing"), 5L,
                  new LetterKind("decode", "not JSON"), 1L));
    }
    assertThat(rig.stored()).isEmpty();
    assertThat(rig.replay(place.source(rig)).counts().stored()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void replay_keep_deletesNothing(Place place) throws Exception {
    place.write(rig, numbered(0, 5, 5));
    DeadLetterSource source = place.source(rig);
    try (KinesisStream target = rig.target()) {
      assertThat(rig.replay(Replay.from(source).to(target).keep(true), source).isComplete())
          .isTrue();
    }
    assertThat(rig.stored()).hasSize(5);
    assertThat(rig.replay(place.source(rig)).counts().stored()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void replay_moreLettersThanAsked_endsThere(Place place) throws Exception {
    place.write(rig, numbered(0, 30, 30));
    DeadLetterSource source = place.source(rig);
    try (KinesisStream target = rig.target()) {
      ReplayReport report = rig.replay(Replay.from(source).to(target).maxLetters(12), source);
      assertThat(report.isComplete()).isTrue();
      assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(12, 12, 0, 0, 0));
    }
    assertThat(rig.stored()).hasSize(12);
  }

  @ParameterizedTest
  @EnumSource
  void replay_manyLetters_areAllStoredInOrderPageByPage(Place place) throws Exception {
    List<DeadLetter> letters = numbered(0, 6_000, 600);
    for (int from = 0; from < letters.size(); from += 1_500) {
      place.write(rig, letters.subList(from, from + 1_500));
      rig.local.clock().advance(Duration.ofSeconds(1));
    }
    ReplayReport report = rig.replay(place.source(rig));
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(6_000, 6_000, 0, 0, 0));
    if (place.keepsOrder()) {
      assertThat(byKey(rig.stored())).containsExactlyInAnyOrderEntriesOf(keys(letters));
    } else {
      assertThat(rig.stored()).hasSize(6_000);
    }
    assertThat(place.left(rig)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void take_largeLetters_holdsFewAtOnce(Place place) {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      letters.add(letter("key" + i, new byte[100_000]));
    }
    place.write(rig, letters);
    int taken = 0;
    try (DeadLetterSource source = place.source(rig)) {
      LetterPage page;
      do {
        page = source.take(2_000);
        taken += page.letters().size();
        assertThat(page.letters().size() * 100_000L).isLessThanOrEqualTo((8 << 20) + 10 * 100_000);
      } while (!page.isLast());
    }
    assertThat(taken).isEqualTo(150);
  }

  @Test
  void replay_letterTooLargeForTheStream_staysAndTheOthersGo() throws Exception {
    rig.writeToQueue(
        List.of(
            letter("a", new byte[10]),
            letter("a", new byte[(1 << 20) + 1]),
            letter("a", new byte[20])));
    ReplayReport report = rig.replay(rig.queue());
    assertThat(report.isComplete()).isFalse();
    assertThat(report.failures()).isEqualTo(Map.of("Refused: RecordTooLarge", 1L));
    assertThat(rig.stored()).extracting(r -> r.sizeBytes()).containsExactly(10, 20);
    assertThat(rig.messages()).hasSize(1);
  }

  @Test
  void replay_sourceThatFails_saysSoAndDeletesNothing() throws Exception {
    rig.writeToBucket(numbered(0, 3, 3), Compressor.gzip());
    rig.local.faults(ServiceName.S3).failRequestsFor(Duration.ofHours(1));
    assertThat(rig.replay(rig.bucket()).stopped()).hasValue("S3 answered InternalError");
    rig.local.faults(ServiceName.S3).clear();
    assertThat(rig.objects()).hasSize(1);
  }

  @Test
  void replay_sourceThatIsNotReached_saysWhatToCheck() throws Exception {
    DeadLetterSource source = rig.queue();
    rig.local.close();
    assertThat(rig.replay(Replay.from(source), source).stopped())
        .hasValue(
            "the source was not reached: SdkClientException; check region, credentials and endpoint");
  }

  @Test
  void builder_valuesOutOfRange_areRefused() {
    Replay.Builder builder = Replay.from(rig.queue());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxLetters(0))
        .withMessage("maxLetters must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.deliveryTimeout(Duration.ofMinutes(11)))
        .withMessage("deliveryTimeout must be more than 0 and at most PT10M, but is PT11M");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The sinks that letters are written by, and the sources that take them back. */
  enum Place {
    QUEUE,
    GZIP_OBJECTS,
    ZSTD_OBJECTS,
    STREAM;

    void write(ReplayRig rig, List<DeadLetter> letters) {
      switch (this) {
        case QUEUE -> rig.writeToQueue(letters);
        case GZIP_OBJECTS -> rig.writeToBucket(letters, Compressor.gzip());
        case ZSTD_OBJECTS -> rig.writeToBucket(letters, Compressor.zstd(3));
        case STREAM -> rig.writeToStream(letters);
      }
    }

    DeadLetterSource source(ReplayRig rig) {
      return switch (this) {
        case QUEUE -> rig.queue();
        case GZIP_OBJECTS, ZSTD_OBJECTS -> rig.bucket();
        case STREAM -> rig.stream();
      };
    }

    /** Standard queues keep none. */
    boolean keepsOrder() {
      return this != QUEUE;
    }

    /** What is left that a replay could have deleted. */
    List<String> left(ReplayRig rig) {
      return switch (this) {
        case QUEUE -> rig.messages();
        case GZIP_OBJECTS, ZSTD_OBJECTS -> rig.objects();
        case STREAM -> List.of();
      };
    }

    /** What a filter left; a stream forgets nothing. */
    int lettersLeft(ReplayRig rig) {
      return this == STREAM ? 1 : left(rig).size();
    }
  }
}
