// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.Place;
import io.github.kinesisetl.engine.entry.ReceivedRecord;
import io.github.kinesisetl.engine.internal.UserCode;

/** Tells of the failures of one batch, and whether to try again. Safe for use by many threads. */
final class BatchFailures {

  private final FailureLog log;
  private final AttemptMemory attempts;
  private final String batchId;

  BatchFailures(FailureLog log, AttemptMemory attempts, String batchId) {
    this.log = log;
    this.attempts = attempts;
    this.batchId = batchId;
  }

  void failed(String kind, String message) {
    log.failure(kind, message, batchId);
  }

  /** A dead-letter sink that is set up wrongly: the record is neither done nor given up. */
  void lost(String reason) {
    log.error(
        "the dead-letter sink refuses even the shortest form of a letter; the shard waits: "
            + reason,
        batchId);
  }

  void retryFrom(int entry) {
    log.info("asking for a retry from entry " + entry, batchId);
  }

  /** Whether a record that failed for a reason unknown has not failed too often, nor is too old. */
  boolean mayTryAgain(ReceivedRecord record) {
    return attempts.mayTryAgain(record.identity(), record.arrivalMillis());
  }

  /** Whether a write that its sink threw on has not done so too often; its first item names it. */
  boolean mayWriteAgain(EntryBatch entries, long firstPlace) {
    int entry = Place.entry(firstPlace);
    return attempts.mayTryAgain(
        "write " + Place.in(entries, firstPlace), entries.arrivalMillis(entry));
  }

  /** Whether results of no single record may be written again; their place names them. */
  boolean mayWriteAgain(DeadLetter place) {
    String name = "group %s %s".formatted(place.position(), place.record().partitionKey());
    return attempts.mayTryAgain(name, 0);
  }

  /** Whether an entry that cannot be opened now may be opened later. */
  boolean mayOpenAgain(EntryBatch entries, int entry) {
    return attempts.mayComeBack(
        "open " + Place.in(entries, Place.of(entry, 0)), entries.arrivalMillis(entry));
  }

  /** Why, without payload: our own exceptions say it, of others the class must do. */
  static String unopenable(Throwable thrown) {
    boolean isOurs = thrown instanceof DataKeyException || thrown instanceof ClaimStoreException;
    String name = UserCode.survived(thrown);
    return isOurs ? String.valueOf(thrown.getMessage()) : name;
  }
}
