// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static io.github.kinesisetl.cli.replay.ReplayRig.numbered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketLettersTest {

  private final ReplayRig rig = new ReplayRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void replay_objectWithALineThatIsNoLetter_storesTheOthersAndStays() throws Exception {
    rig.putObject("mixed.jsonl", bytes("", lines(numbered(0, 2, 2)), "not a letter", ""));
    rig.putObject("good.jsonl", bytes(lines(numbered(2, 4, 2))));
    rig.putObject("folder/", new byte[0]);
    ReplayReport report = rig.replay(rig.bucket());
    assertThat(report.isComplete()).isFalse();
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(4, 4, 0, 1, 0));
    assertThat(report.remarks())
        .containsExactly("s3://lake/dead/mixed.jsonl, line 4, stays: not a dead letter");
    assertThat(rig.objects()).containsExactly("dead/folder/", "dead/mixed.jsonl");
  }

  @Test
  void replay_objectsThatAreCutOrBroken_stay() throws Exception {
    byte[] lines = bytes(lines(numbered(0, 5_000, 5_000)));
    byte[] gzip = compressed(Compressor.gzip(), lines);
    byte[] zstd = compressed(Compressor.zstd(1), lines);
    rig.putObject("a.jsonl.gz", Arrays.copyOf(gzip, gzip.length - 100));
    rig.putObject("b.jsonl.zst", Arrays.copyOf(zstd, zstd.length - 100));
    rig.putObject("c.jsonl.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0});
    ReplayReport report = rig.replay(rig.bucket());
    assertThat(report.counts().unreadable()).isGreaterThanOrEqualTo(3);
    assertThat(report.remarks())
        .contains(
            "s3://lake/dead/a.jsonl.gz stays: its compressed form is broken, cut, or too large",
            "s3://lake/dead/b.jsonl.zst stays: its compressed form is broken, cut, or too large",
            "s3://lake/dead/c.jsonl.gz stays: its compressed form is broken");
    assertThat(rig.objects()).hasSize(3);
  }

  @Test
  void take_linesBeyondTheBounds_areNotHeld() {
    rig.putObject(
        "long.jsonl", bytes(lines(numbered(0, 1, 1)), "x".repeat(500), lines(numbered(1, 2, 1))));
    rig.putObject("bomb.jsonl.gz", compressed(Compressor.gzip(), new byte[100_000]));
    var limits = new LineReader.Limits(300, 50_000);
    var listing = new ObjectListing(rig.s3, ReplayRig.LAKE, rig.now(), 10);
    try (var source = new BucketLetters(rig.s3, ReplayRig.LAKE, listing, limits)) {
      LetterPage page = source.take(100);
      assertThat(page.letters()).hasSize(2);
      assertThat(page.remarks())
          .containsExactly(
              "s3://lake/dead/bomb.jsonl.gz stays: its compressed form is broken, cut, or too large",
              "s3://lake/dead/long.jsonl, line 2, stays: too long for a dead letter");
    }
  }

  @Test
  void replay_objectLargerThanARange_isReadToItsEnd() throws Exception {
    var random = new Random(23);
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[100_000];
      random.nextBytes(bytes);
      letters.add(ReplayRig.letter("key" + i, bytes));
    }
    rig.putObject("plain.jsonl", bytes(lines(letters)));
    rig.putObject("members.jsonl.gz", members(letters));
    assertThat(rig.replay(rig.bucket()).counts())
        .isEqualTo(new ReplayReport.Counts(200, 200, 0, 0, 0));
    assertThat(rig.objects()).isEmpty();
  }

  @Test
  void take_moreObjectsThanAreHeldOrListedAtOnce_areSeenOnceOldestFirst() {
    List<String> expected = new ArrayList<>();
    rig.local.clock().stop();
    for (int i = 0; i < 1_100; i++) {
      if (i % 100 == 0) {
        rig.local.clock().advance(Duration.ofSeconds(1));
      }
      String key = "%04d".formatted((i % 100) + (i < 600 ? 5_000 : 1_000) + i / 100 * 100);
      rig.putObject(key, bytes(lines(List.of(ReplayRig.letter(key, new byte[0])))));
      expected.add(key);
    }
    var listing = new ObjectListing(rig.s3, ReplayRig.LAKE, rig.now(), 300);
    List<String> taken = new ArrayList<>();
    try (var source =
        new BucketLetters(rig.s3, ReplayRig.LAKE, listing, LineReader.Limits.DEFAULT)) {
      LetterPage page;
      do {
        page = source.take(250);
        page.letters().forEach(letter -> taken.add(letter.record().partitionKey()));
      } while (!page.isLast());
    }
    assertThat(taken).containsExactlyElementsOf(expected);
  }

  @Test
  void take_objectsWrittenAfterTheStart_areLeftAlone() {
    rig.writeToBucket(numbered(0, 3, 3), Compressor.gzip());
    Instant start = rig.now();
    rig.local.clock().advance(Duration.ofSeconds(2));
    rig.writeToBucket(numbered(3, 6, 3), Compressor.gzip());
    try (var source = DeadLetterSource.ofBucket(rig.s3, ReplayRig.LAKE, start)) {
      assertThat(source.take(100).letters()).hasSize(3);
    }
  }

  @Test
  void take_objectThatChangesOrVanishesMeanwhile_isNotMixed() {
    byte[] lines = bytes(lines(numbered(0, 65_000, 10)));
    assertThat(lines.length).isGreaterThan(8 << 20);
    rig.putObject("a", lines);
    rig.putObject("b", bytes(lines(numbered(0, 1, 1))));
    try (DeadLetterSource source = rig.bucket()) {
      assertThat(source.take(10).letters()).hasSize(10);
      rig.putObject("a", bytes(lines(numbered(0, 65_001, 10))));
      rig.s3.deleteObject(r -> r.bucket("lake").key("dead/b"));
      List<String> remarks = new ArrayList<>();
      LetterPage page;
      do {
        page = source.take(100_000);
        remarks.addAll(page.remarks());
      } while (!page.isLast());
      assertThat(remarks)
          .containsExactly(
              "s3://lake/dead/a stays: it changed while it was read",
              "s3://lake/dead/b is gone since it was listed");
    }
    assertThat(rig.objects()).containsExactly("dead/a");
  }

  private static String lines(List<DeadLetter> letters) {
    var out = new RecordBuffer(1 << 10);
    for (DeadLetter letter : letters) {
      new DeadLetterCodec().encode(letter, out);
      out.write('\n');
    }
    String lines = new String(out.toByteArray(), UTF_8);
    return lines.substring(0, lines.length() - 1);
  }

  private static byte[] bytes(String... lines) {
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static byte[] members(List<DeadLetter> letters) {
    var out = new RecordBuffer(1 << 20);
    for (DeadLetter letter : letters) {
      out.write(compressed(Compressor.gzip(), bytes(lines(List.of(letter)), "")));
    }
    return out.toByteArray();
  }

  private static byte[] compressed(Compressor compressor, byte[] bytes) {
    try (compressor) {
      return compressor.compress(bytes);
    }
  }
}
