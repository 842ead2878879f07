// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.PositionType;
import io.github.kinesisetl.local.api.PutAnswer;
import io.github.kinesisetl.local.api.PutEntry;
import io.github.kinesisetl.local.api.PutOutcome;
import io.github.kinesisetl.local.limit.Limits;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.DeliveredEntry;
import io.github.kinesisetl.local.stream.EntryReader;
import io.github.kinesisetl.local.stream.EntryWriter;
import io.github.kinesisetl.local.stream.Position;
import io.github.kinesisetl.local.stream.ReadAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations that carry entries. They read and write token by token, without trees. */
final class RecordOperations {

  private final Account account;
  private final Target target;
  private final EntryWriter writer;
  private final EntryReader reader;

  RecordOperations(Account account, EntryWriter writer, EntryReader reader) {
    this.account = account;
    this.target = new Target(account);
    this.writer = writer;
    this.reader = reader;
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("PutRecord", this::putRecord);
    operations.put("PutRecords", this::putRecords);
    operations.put("GetShardIterator", this::getShardIterator);
    operations.put("GetRecords", this::getRecords);
  }

  private void putRecord(Call call) throws IOException {
    PutRequest request = PutRequest.ofOne(call);
    PutAnswer put = writer.put(request.streamName(account), request.entries());
    PutOutcome outcome = put.outcomes().get(0);
    if (outcome instanceof PutOutcome.Refused refused) {
      throw refused.code().error(refused.message());
    }
    var stored = (PutOutcome.Stored) outcome;
    call.answer()
        .text("ShardId", stored.shardId())
        .text("SequenceNumber", stored.sequenceNumber())
        .text("EncryptionType", encryptionType(put.encrypted()));
  }

  private void putRecords(Call call) throws IOException {
    PutRequest request = PutRequest.ofMany(call);
    PutAnswer put = writer.put(request.streamName(account), request.entries());
    int failed = 0;
    AnswerWriter answer = call.answer().list("Records");
    for (PutOutcome outcome : put.outcomes()) {
      answer.element();
      if (outcome instanceof PutOutcome.Stored stored) {
        answer.text("SequenceNumber", stored.sequenceNumber()).text("ShardId", stored.shardId());
      } else if (outcome instanceof PutOutcome.Refused refused) {
        failed++;
        answer.text("ErrorCode", refused.code().awsName()).text("ErrorMessage", refused.message());
      }
      answer.end();
    }
    answer
        .end()
        .number("FailedRecordCount", failed)
        .text("EncryptionType", encryptionType(put.encrypted()));
  }

  private void getShardIterator(Call call) throws IOException {
    Fields fields =
        call.fields(
            "StreamName",
            "StreamARN",
            "StreamId",
            "ShardId",
            "ShardIteratorType",
            "StartingSequenceNumber",
            "Timestamp");
    var start =
        new Position(
            fields.requiredChoice("ShardIteratorType", PositionType.class),
            fields.text("StartingSequenceNumber"),
            fields.time("Timestamp"));
    String iterator = reader.iterator(target.stream(fields), fields.requiredText("ShardId"), start);
    call.answer().text("ShardIterator", iterator);
  }

  private void getRecords(Call call) throws IOException {
    String iterator = null;
    int limit = Limits.MAX_GET_ENTRIES;
    try (FieldScanner scan = call.scan()) {
      scan.enterObject();
      for (String field = scan.nextField(); field != null; field = scan.nextField()) {
        switch (field) {
          case "ShardIterator" -> iterator = scan.text();
          case "Limit" -> limit = scan.number(limit);
          case "StreamARN", "StreamId" -> scan.text();
          default -> throw scan.unknownField("ShardIterator, Limit, StreamARN");
        }
      }
    }
    if (iterator == null) {
      throw Fields.missing("ShardIterator");
    }
    ReadAnswer read = reader.read(iterator, limit);
    AnswerWriter answer = call.answer();
    writeEntries(answer, read.entries());
    answer
        .text("NextShardIterator", read.next())
        .number("MillisBehindLatest", read.millisBehindLatest());
    if (!read.children().isEmpty()) {
      ShardOperations.writeChildren(answer, read.children());
    }
  }

  static void writeEntries(AnswerWriter answer, List<DeliveredEntry> entries) {
    answer.list("Records");
    for (DeliveredEntry entry : entries) {
      answer
          .element()
          .text("SequenceNumber", entry.sequenceNumber())
          .time("ApproximateArrivalTimestamp", entry.arrivalMillis())
          .data("Data", entry.data())
          .text("PartitionKey", keyOf(entry))
          .text("EncryptionType", encryptionType(entry.encrypted()))
          .end();
    }
    answer.end();
  }

  private static @Nullable String keyOf(DeliveredEntry entry) {
    return entry.partitionKey().equals(PutEntry.NO_KEY) ? null : entry.partitionKey();
  }

  private static @Nullable String encryptionType(boolean encrypted) {
    return encrypted ? "KMS" : null;
  }
}
