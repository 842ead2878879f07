// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static io.github.kinesisetl.cli.replay.ReplayRig.letter;
import static io.github.kinesisetl.cli.replay.ReplayRig.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

class QueueLettersTest {

  private final ReplayRig rig = new ReplayRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void replay_messagesThatAreNoLetters_stayAndAreNamed() throws Exception {
    send("not a letter");
    send("{\"stage\": \"read\"}");
    send("{\"claim_check\": \"s3://claims/large/nowhere.json\"}");
    send("{\"claim_check\": \"s3://claims/other/secret.json\"}");
    send("{\"claim_check\": \"s3://other/large/secret.json\"}");
    send("claim_check");
    rig.writeToQueue(numbered(0, 30, 30));
    ReplayReport report = rig.replay(rig.queue());
    assertThat(report.isComplete()).isFalse();
    assertThat(report.counts()).isEqualTo(new ReplayReport.Counts(30, 30, 0, 6, 0));
    assertThat(report.remarks()).hasSize(6);
    assertThat(report.remarks().get(0)).matches("message [0-9a-f-]{36} stays: not a dead letter");
    assertThat(report.remarks().get(2)).endsWith("stays: the object of its claim check is gone");
    assertThat(report.remarks())
        .filteredOn(remark -> remark.endsWith("for a place other than s3://claims/large/"))
        .hasSize(2);
    assertThat(rig.messages()).hasSize(6);
    assertThat(rig.replay(rig.queue()).counts().unreadable()).isEqualTo(6); // visible again
  }

  @Test
  void replay_claimCheckOfAHugeObject_isLeftUnread() throws Exception {
    rig.s3.putObject(
        r -> r.bucket("claims").key("large/huge.json"),
        RequestBody.fromBytes(new byte[PageBuilder.MAX_LINE_BYTES + 1]));
    send("{\"claim_check\": \"s3://claims/large/huge.json\"}");
    assertThat(rig.replay(rig.queue()).remarks())
        .singleElement()
        .satisfies(remark -> assertThat(remark).endsWith("an object too large for a letter"));
  }

  @Test
  void take_messagesThatComeAgain_areNotTakenTwiceAndEndTheRun() {
    rig.writeToQueue(numbered(0, 25, 25));
    send("not a letter");
    int letters = 0;
    int unreadable = 0;
    try (DeadLetterSource source = rig.queue()) {
      LetterPage page;
      do {
        page = source.take(5);
        letters += page.letters().size();
        unreadable += page.unreadable();
        rig.local.clock().advance(Duration.ofMinutes(16)); // all is visible again, page after page
      } while (!page.isLast());
    }
    assertThat(letters).isEqualTo(25);
    assertThat(unreadable).isEqualTo(1);
  }

  @Test
  void take_lettersSentAfterTheStart_areLeftAndShownAgain() {
    rig.writeToQueue(numbered(0, 3, 3));
    Instant start = rig.now();
    rig.local.clock().advance(Duration.ofSeconds(1));
    rig.writeToQueue(numbered(3, 15, 12));
    try (DeadLetterSource source = source(start)) {
      LetterPage page = source.take(100);
      assertThat(page.letters()).hasSize(3);
      assertThat(page.isLast()).isTrue();
    }
    assertThat(rig.queue().take(100).letters()).hasSize(15);
  }

  @Test
  void take_manyLettersSentAfterTheStart_endsAPageSoThatTheRunCanBeStopped() {
    Instant start = rig.now();
    rig.local.clock().advance(Duration.ofSeconds(1));
    rig.writeToQueue(numbered(0, 2_100, 100));
    try (DeadLetterSource source = source(start)) {
      LetterPage page = source.take(100);
      assertThat(page.letters()).isEmpty();
      assertThat(page.isLast()).isFalse();
      assertThat(source.take(100).isLast()).isTrue();
    }
  }

  @Test
  void take_claimCheckThatS3DoesNotGive_isUnreadableAndTheOthersGoOn() throws Exception {
    send("{\"claim_check\": \"s3://claims/large/archived.json\"}");
    send("{\"claim_check\": \"s3://claims/large/forbidden.json\"}");
    rig.writeToQueue(numbered(0, 3, 3));
    var claims = new ClaimedLetters(new RefusingS3(), ReplayRig.CLAIMS);
    try (var source = new QueueLetters(rig.sqs, rig.queueUrl, claims, rig.now())) {
      LetterPage page = source.take(100);
      assertThat(page.letters()).hasSize(3);
      assertThat(page.remarks())
          .satisfiesExactlyInAnyOrder(
              remark ->
                  assertThat(remark).endsWith("claim check was not given: InvalidObjectState"),
              remark -> assertThat(remark).endsWith("claim check was not given: AccessDenied"));
    }
  }

  @Test
  void take_moreThanMayBeInFlight_endsAndSaysSo() {
    rig.writeToQueue(numbered(0, 50, 50));
    try (var source =
        new QueueLetters(
            rig.sqs, rig.queueUrl, new ClaimedLetters(rig.s3, ReplayRig.CLAIMS), rig.now(), 20)) {
      LetterPage page = source.take(100);
      assertThat(page.letters()).hasSize(20);
      assertThat(page.isLast()).isTrue();
      assertThat(page.remarks())
          .containsExactly(
              "20 messages are held, as many as SQS allows; run again for what is behind them");
    }
  }

  @Test
  void confirm_someOfAPage_deletesJustThose() {
    rig.writeToQueue(numbered(0, 25, 25));
    var some = new BitSet();
    some.set(3, 15);
    try (DeadLetterSource source = rig.queue()) {
      List<String> kept =
          source.take(100).letters().stream()
              .map(letter -> letter.record().partitionKey())
              .toList();
      assertThat(source.confirm(some)).isEqualTo(Confirmation.DONE);
      assertThat(rig.messages()).hasSize(13);
      assertThat(String.join("", rig.messages())).contains(kept.get(0)).doesNotContain(kept.get(3));
    }
  }

  @Test
  void replay_claimCheckNamedTwice_isStoredTwiceSinceItsObjectStays() throws Exception {
    var large = letter("large", new byte[300_000]);
    rig.writeToQueue(List.of(large));
    rig.writeToQueue(List.of(large));
    assertThat(rig.replay(rig.queue()).counts()).isEqualTo(new ReplayReport.Counts(2, 2, 0, 0, 0));
    assertThat(rig.messages()).isEmpty();
  }

  @Test
  void confirm_messageThatSqsDoesNotDelete_isToldAndNotTakenAgain() {
    rig.writeToQueue(numbered(0, 3, 3));
    var all = new BitSet();
    all.set(0, 3);
    var refusing = new RefusingSqs(rig.sqs);
    try (var source =
        DeadLetterSource.ofQueue(refusing, rig.queueUrl, rig.s3, ReplayRig.CLAIMS, rig.now())) {
      assertThat(source.take(3).letters()).hasSize(3);
      assertThat(source.confirm(all)).isEqualTo(new Confirmation(1, List.of()));
      assertThat(refusing.deletions).isEqualTo(2);
      rig.local.clock().advance(Duration.ofMinutes(16));
      assertThat(source.take(3).letters()).isEmpty();
    }
    assertThat(rig.messages()).hasSize(1);
  }

  private DeadLetterSource source(Instant until) {
    return DeadLetterSource.ofQueue(rig.sqs, rig.queueUrl, rig.s3, ReplayRig.CLAIMS, until);
  }

  private void send(String body) {
    rig.sqs.sendMessage(r -> r.queueUrl(rig.queueUrl).messageBody(body));
  }

  /** Gives no object, for the reason that the object's name has. */
  private static final class RefusingS3 implements S3Client {
    @Override
    public <T> T getObject(
        GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
      String code = request.key().contains("archived") ? "InvalidObjectState" : "AccessDenied";
      throw S3Exception.builder()
          .statusCode(403)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
          .build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }

  /** The first message of every batch is not deleted, as when SQS has a fault of its own. */
  private static final class RefusingSqs implements SqsClient {
    private final SqsClient real;
    private int deletions;

    RefusingSqs(SqsClient real) {
      this.real = real;
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      return real.receiveMessage(request);
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
      deletions++;
      var entries = request.entries();
      if (entries.size() > 1) {
        real.deleteMessageBatch(
            request.toBuilder().entries(entries.subList(1, entries.size())).build());
      }
      return DeleteMessageBatchResponse.builder()
          .failed(
              List.of(
                  BatchResultErrorEntry.builder()
                      .id(entries.get(0).id())
                      .code("InternalError")
                      .senderFault(false)
                      .build()))
          .build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
        ChangeMessageVisibilityBatchRequest request) {
      return real.changeMessageVisibilityBatch(request);
    }

    @Override
    public String serviceName() {
      return real.serviceName();
    }

    @Override
    public void close() {}
  }
}
