// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.Distribution;
import io.github.kinesisetl.local.api.EntryFaults;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.PutAnswer;
import io.github.kinesisetl.local.api.PutEntry;
import io.github.kinesisetl.local.api.PutOutcome;
import io.github.kinesisetl.local.limit.AccountOptions;
import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.limit.Limits;
import java.util.ArrayList;
import java.util.List;

/** Stores entries: PutRecord and PutRecords. Safe for use by many threads. */
public final class EntryWriter {

  private final Account account;
  private final EntryFaults faults;

  /**
   * Writes to an account.
   *
   * @param account the account
   * @param faults which entries fail for no reason
   */
  public EntryWriter(Account account, EntryFaults faults) {
    this.account = account;
    this.faults = faults;
  }

  /**
   * Stores entries, each for itself: one can fail while the others are stored.
   *
   * @param streamName the stream
   * @param entries 1 to {@link Limits#MAX_PUT_ENTRIES} entries
   * @return what became of each
   * @throws KinesisError if the request as a whole is refused
   */
  public PutAnswer put(String streamName, List<PutEntry> entries) {
    if (entries.isEmpty()
        || (account.options().keeps(Limit.PUT_ENTRIES)
            && entries.size() > Limits.MAX_PUT_ENTRIES)) {
      throw ErrorCode.VALIDATION.error(
          "Records must have 1 to %d entries, but has %d", Limits.MAX_PUT_ENTRIES, entries.size());
    }
    synchronized (account) {
      Stream stream = account.requireReadable(streamName);
      checkKeys(stream, entries);
      checkSizes(stream, entries);
      long now = account.nowMillis();
      account.retention().trim(stream, now);
      List<PutOutcome> outcomes = new ArrayList<>(entries.size());
      for (PutEntry entry : entries) {
        outcomes.add(store(stream, entry, now));
      }
      account.bound();
      return new PutAnswer(outcomes, stream.settings().encrypted());
    }
  }

  private PutOutcome store(Stream stream, PutEntry entry, long now) {
    Shard shard = shardFor(stream, entry);
    ErrorCode fault = faults.judge(stream.name(), shard.id(), entry.bytes());
    if (fault != null) {
      return refused(fault, stream, shard);
    }
    if (!shard.rates().admitWrite(entry.bytes(), now, account.options())) {
      return refused(ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED, stream, shard);
    }
    long arrival = shard.arrivalMillis(now);
    var stored = new StoredEntry(entry, arrival, stream.settings().encrypted());
    long position = shard.log().append(stored);
    account.retention().count(stored);
    return new PutOutcome.Stored(shard.id(), shard.numbers().at(position, arrival));
  }

  private Shard shardFor(Stream stream, PutEntry entry) {
    if (stream.settings().distribution() == Distribution.AUTO) {
      return stream.open().nextInTurn();
    }
    return stream.open().route(entry.hashKey());
  }

  private static PutOutcome refused(ErrorCode code, Stream stream, Shard shard) {
    String message =
        code == ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED
            ? "rate exceeded for shard %s in stream %s under account %s; send the entry again later"
            : "internal failure for shard %s in stream %s under account %s; send the entry again";
    return new PutOutcome.Refused(code, message.formatted(shard.id(), stream.name(), Account.ID));
  }

  /** Only a stream that distributes its records by itself takes one without a key. */
  private static void checkKeys(Stream stream, List<PutEntry> entries) {
    if (stream.settings().distribution() != Distribution.AUTO
        && entries.stream().anyMatch(entry -> entry.partitionKey().equals(PutEntry.NO_KEY))) {
      throw ErrorCode.VALIDATION.error("PartitionKey must be given");
    }
  }

  private void checkSizes(Stream stream, List<PutEntry> entries) {
    AccountOptions options = account.options();
    int maxBytes =
        options.keeps(Limit.RECORD_BYTES) ? stream.settings().maxRecordBytes() : Integer.MAX_VALUE;
    long sum = 0;
    for (int i = 0; i < entries.size(); i++) {
      int bytes = entries.get(i).bytes();
      if (bytes > maxBytes) {
        throw ErrorCode.VALIDATION.error(
            "records.%d: data and partition key must have at most %d bytes, but have %d",
            i + 1, maxBytes, bytes);
      }
      sum += bytes;
    }
    if (options.keeps(Limit.PUT_BYTES) && sum > stream.settings().maxPutBytes()) {
      throw ErrorCode.INVALID_ARGUMENT.error(
          "Records must have at most %d bytes, but have %d", stream.settings().maxPutBytes(), sum);
    }
  }
}
