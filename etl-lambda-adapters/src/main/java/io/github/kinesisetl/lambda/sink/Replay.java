// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Puts dead letters back on a stream: the original bytes under the original key, in their order. An
 * event keeps its id only if it is within the bytes; a reader that drops repeats by our ids on the
 * wire sees a new record, which is what somebody who replays wants. Safe for use by many threads.
 */
public final class Replay {

  private static final int MAX_ENTRIES = 500;
  private static final int MAX_REQUEST_BYTES = 4 << 20;

  private final KinesisClient client;
  private final String streamName;
  private final DeadLetterCodec codec = new DeadLetterCodec();

  /**
   * A replay.
   *
   * @param client puts the records
   * @param streamName the stream that they came from, or another
   */
  public Replay(KinesisClient client, String streamName) {
    this.client = requireNonNull(client, "client");
    this.streamName = requireNonNull(streamName, "streamName");
  }

  /**
   * Puts letters back that were written as lines.
   *
   * @param lines lines of {@link DeadLetterCodec}; empty ones are skipped
   * @return what became of them
   */
  public Result replay(List<byte[]> lines) {
    List<DeadLetter> letters = new ArrayList<>();
    int unreadable = 0;
    for (byte[] line : lines) {
      if (line.length == 0) {
        continue;
      }
      try {
        letters.add(codec.decode(EventRecord.of("line", line)));
      } catch (DecodeException e) {
        unreadable++;
      }
    }
    return new Result(put(letters), letters.size(), unreadable);
  }

  private int put(List<DeadLetter> letters) {
    int stored = 0;
    int from = 0;
    while (from < letters.size()) {
      int to = from;
      int bytes = 0;
      while (to < letters.size() && to - from < MAX_ENTRIES && bytes < MAX_REQUEST_BYTES) {
        bytes += letters.get(to++).record().sizeBytes();
      }
      int put = putAll(letters.subList(from, to));
      stored += put;
      from = put == to - from ? to : letters.size(); // what follows a failure would overtake it
    }
    return stored;
  }

  /** Puts one request, and returns how many of its letters are stored. */
  private int putAll(List<DeadLetter> letters) {
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (DeadLetter letter : letters) {
      EventRecord record = letter.record();
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(record.partitionKey())
              .data(SdkBytes.fromByteArray(record.copyData()))
              .build());
    }
    PutRecordsResponse answer = client.putRecords(r -> r.streamName(streamName).records(entries));
    return entries.size() - answer.failedRecordCount();
  }

  /**
   * What a replay did.
   *
   * @param stored letters that lie on the stream again
   * @param letters letters that were read
   * @param unreadable lines that are no letters
   */
  public record Result(int stored, int letters, int unreadable) {}
}
